package main

import (
	"encoding/json"
	"strconv"
	"strings"

	"gater"
)

// lineWriter writes predictions, a line each.
type lineWriter struct {
	f       *predictFlags
	task    string
	columns []string
	classes []string // as they are written: quoted where they must be
	gates   []gater.Gated
	keys    []string // of the columns, in JSON
}

func newLineWriter(f *predictFlags, m *gater.Model, columns []string) *lineWriter {
	w := &lineWriter{f: f, task: m.Task(), columns: columns, gates: m.Gates()}
	quote := csvQuoted
	if f.to == "ndjson" {
		quote = jsonQuoted
	}
	for _, c := range m.Classes() {
		w.classes = append(w.classes, quote(c))
	}
	for _, c := range columns {
		w.keys = append(w.keys, jsonQuoted(c))
	}
	return w
}

// header is the names of the columns of CSV.
func (w *lineWriter) header() []byte {
	var names []string
	if w.f.keep {
		names = append(names, w.columns...)
	}
	names = append(names, "prediction")
	if w.f.probabilities {
		for _, c := range w.classes {
			names = append(names, "p("+csvUnquoted(c)+")")
		}
	}
	if w.f.gates {
		for _, g := range w.gates {
			names = append(names, "open("+g.Name+")")
		}
	}
	for i := range names {
		names[i] = csvQuoted(names[i])
	}
	return []byte(strings.Join(names, ",") + "\n")
}

// line appends the prediction of a row; nil of one that could not be read.
func (w *lineWriter) line(out []byte, cells []string, p *gater.Prediction) []byte {
	if w.f.to == "ndjson" {
		return w.json(out, cells, p)
	}
	if w.f.keep {
		for j := range w.columns {
			if j < len(cells) {
				out = append(out, csvQuoted(cells[j])...)
			}
			out = append(out, ',')
		}
	}
	if p != nil {
		out = w.said(out, p, ";")
	}
	if w.f.probabilities {
		for j := range w.classes {
			if out = append(out, ','); p != nil {
				out = strconv.AppendFloat(out, float64(p.Probs[j]), 'g', -1, 32)
			}
		}
	}
	if w.f.gates {
		for k := range w.gates {
			if out = append(out, ','); p != nil {
				out = blocks(out, p.Gates[k], ' ')
			}
		}
	}
	return append(out, '\n')
}

// said is the prediction: a class, the labels that are likelier than not, or a number.
func (w *lineWriter) said(out []byte, p *gater.Prediction, between string) []byte {
	switch w.task {
	case "number":
		return strconv.AppendFloat(out, p.Number, 'g', -1, 64)
	case "labels":
		n := 0
		for j, x := range p.Probs {
			if x > 0.5 {
				if n++; n > 1 {
					out = append(out, between...)
				}
				out = append(out, w.classes[j]...)
			}
		}
		return out
	}
	return append(out, w.classes[p.Class]...)
}

func blocks(out []byte, open []int32, between byte) []byte {
	for i, b := range open {
		if i > 0 {
			out = append(out, between)
		}
		out = strconv.AppendInt(out, int64(b), 10)
	}
	return out
}

// json is a row as an object.
func (w *lineWriter) json(out []byte, cells []string, p *gater.Prediction) []byte {
	out = append(out, '{')
	if w.f.keep {
		for j, key := range w.keys {
			if j < len(cells) {
				out = append(append(append(append(out, key...), ':'), jsonCell(cells[j])...), ',')
			}
		}
	}
	out = append(out, `"prediction":`...)
	switch {
	case p == nil:
		return append(out, "null}\n"...)
	case w.task == "labels":
		out = append(w.said(append(out, '['), p, ","), ']')
	default:
		out = w.said(out, p, "")
	}
	if w.f.probabilities && len(w.classes) > 0 {
		out = append(out, `,"probabilities":{`...)
		for j, c := range w.classes {
			if j > 0 {
				out = append(out, ',')
			}
			out = append(append(out, c...), ':')
			out = strconv.AppendFloat(out, float64(p.Probs[j]), 'g', -1, 32)
		}
		out = append(out, '}')
	}
	if w.f.gates {
		out = append(out, `,"open":{`...)
		for k, g := range w.gates {
			if k > 0 {
				out = append(out, ',')
			}
			out = append(append(strconv.AppendQuote(out, g.Name), ':', '['), blocks(nil, p.Gates[k], ',')...)
			out = append(out, ']')
		}
		out = append(out, '}')
	}
	return append(out, "}\n"...)
}

func jsonQuoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// jsonCell is a cell that is a number as one, and any other as a string.
func jsonCell(s string) string {
	if s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9') && json.Valid([]byte(s)) {
		return s
	}
	return jsonQuoted(s)
}

// csvQuoted quotes a cell that must be.
func csvQuoted(s string) string {
	if strings.ContainsAny(s, ",\"\r\n") || strings.HasPrefix(s, " ") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

func csvUnquoted(s string) string {
	if t, ok := strings.CutPrefix(s, `"`); ok {
		return strings.ReplaceAll(strings.TrimSuffix(t, `"`), `""`, `"`)
	}
	return s
}
