package table

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzPreprocessing: no preprocessing.json makes reading, or coding rows by it, panic.
func FuzzPreprocessing(f *testing.F) {
	p, err := Prepare(many(60, "x,colour,on,y", func(i int) string {
		return []string{"1,red,yes,a", "2.5,green,no,b", ",blue,yes,a"}[i%3]
	}), Options{Target: []string{"y"}, Split: Split{Seed: 1, Valid: 0.2, Test: 0.2}})
	if err != nil {
		f.Fatal(err)
	}
	b, err := json.Marshal(p.Preprocessing)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b, "1,red,yes,a")
	f.Add([]byte(strings.Replace(string(b), "numeric", "time", 1)), "2024-02-30,,,")
	f.Add([]byte("null"), "")
	f.Fuzz(func(t *testing.T, b []byte, line string) {
		p, err := LoadPreprocessing(b)
		if err != nil {
			oneLine(t, err)
			return
		}
		var names []string
		for _, c := range p.Encoder.Columns {
			names = append(names, c.Name)
		}
		names = append(names, p.Target.Columns...)
		r, err := p.Bind(names, true)
		if err != nil {
			oneLine(t, err)
			return
		}
		row := strings.Split(line, ",")
		for len(row) < len(names) {
			row = append(row, "")
		}
		if w := p.Encoder.Width(); w < 1<<22 {
			oneLine(t, r.Features(make([]float32, w), row[:len(names)]))
		}
		_, err = r.Answer(make([]float32, p.Target.Outputs()), row[:len(names)])
		oneLine(t, err)
		r.Unknown(make([]int, len(names)), row[:len(names)])
	})
}

// FuzzPrepare: any table, a record a line, is planned and coded, or refused in a line.
func FuzzPrepare(f *testing.F) {
	for _, s := range []string{"a,y\n1,2\n3,4\n5,6\n", "a,a\n1,x\n2,y", "t,y\n2024-01-01,0\n2024-13-01,1\n", "y\nNaN\ninf\n1e999", "a,y\n,\n,\n"} {
		f.Add(s+"\n"+s, byte(0))
		f.Add(strings.Repeat(s[strings.Index(s, "\n"):], 9), byte(1))
	}
	f.Fuzz(func(t *testing.T, text string, column byte) {
		lines := strings.Split(text, "\n")
		b := Batch{Names: strings.Split(lines[0], ",")}
		if len(lines) < 2 || len(lines) > 1000 {
			return
		}
		for i, line := range lines[1:] {
			row := strings.SplitN(line, ",", len(b.Names))
			for len(row) < len(b.Names) {
				row = append(row, "")
			}
			b.Rows, b.Lines = append(b.Rows, row), append(b.Lines, i+2)
		}
		rows := Rows(func(yield func(Batch, error) bool) { yield(b, nil) })
		p, err := Prepare(rows, Options{Target: []string{b.Names[int(column)%len(b.Names)]}, Split: Split{Seed: 1, Valid: 0.2, Test: 0.2}})
		if err == nil {
			_, err = p.Sets(rows, "f")
		}
		oneLine(t, err)
	})
}

func oneLine(t *testing.T, err error) {
	t.Helper()
	if err != nil && strings.ContainsAny(err.Error(), "\n\r") {
		t.Errorf("no line: %q", err)
	}
}
