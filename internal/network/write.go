package network

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// YAML is the description with every setting written out, as Read reads it.
func (d *Description) YAML() []byte {
	var b bytes.Buffer
	for _, e := range d.entries() {
		e.yaml(&b, "", "")
	}
	return b.Bytes()
}

// MarshalJSON is the same as JSON.
func (d *Description) MarshalJSON() ([]byte, error) { return json.Marshal(d.entries()) }

// UnmarshalJSON reads what MarshalJSON wrote, which is YAML too.
func (d *Description) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	var text bytes.Buffer
	if err := json.Compact(&text, b); err != nil {
		return err
	}
	x, err := read(text.Bytes(), nil, nil)
	if err != nil {
		return err
	}
	x.Unplaced()
	*d = *x
	return nil
}

// Unplaced forgets the file, and the lines of it that layers were read from, so that descriptions of
// the same network are equal.
func (d *Description) Unplaced() {
	d.File = ""
	var forget func(layers []Layer)
	forget = func(layers []Layer) {
		for _, l := range layers {
			*l.where() = 0
			if r, ok := l.(*Residual); ok {
				forget(r.Layers)
			}
		}
	}
	forget(d.Layers)
}

// Clone is a copy that shares nothing.
func (d *Description) Clone() *Description {
	c := *d
	c.Layers = cloned(d.Layers)
	return &c
}

func cloned(layers []Layer) (all []Layer) {
	for _, l := range layers {
		c := makers[Kind(l)]()
		v := reflect.ValueOf(c).Elem()
		v.Set(reflect.ValueOf(l).Elem())
		for _, name := range fields(v.Type()) {
			switch x := field(v, name).Addr().Interface().(type) {
			case *[]int:
				*x = append([]int(nil), *x...)
			case *[]Layer:
				*x = cloned(*x)
			}
		}
		all = append(all, c)
	}
	return all
}

// entry is a key and its value: a scalar, a list, or entries.
type entry struct {
	key   string
	value any
}

type entries []entry

func (d *Description) entries() entries {
	e := entries{{"version", max(d.Version, 1)}}
	if d.Inputs > 0 {
		e = append(e, entry{"inputs", d.Inputs})
	}
	if d.Outputs > 0 {
		e = append(e, entry{"outputs", d.Outputs})
	}
	return append(e, entry{"layers", listed(d.Layers)})
}

// listed is layers as a list: a name alone, a name and its only setting, or a name and entries.
func listed(layers []Layer) []any {
	all := []any{}
	for _, l := range layers {
		if r, ok := l.(*Residual); ok {
			all = append(all, entries{{"residual", listed(r.Layers)}})
			continue
		}
		v := reflect.ValueOf(l).Elem()
		var settings entries
		for _, name := range fields(v.Type()) {
			settings = append(settings, entry{name, field(v, name).Interface()})
		}
		switch len(settings) {
		case 0:
			all = append(all, Kind(l))
		case 1:
			all = append(all, entries{{Kind(l), settings[0].value}})
		default:
			all = append(all, entries{{Kind(l), settings}})
		}
	}
	return all
}

// yaml writes an entry: first stands before its key, and indent before its further lines.
func (e entry) yaml(b *bytes.Buffer, first, indent string) {
	fmt.Fprintf(b, "%s%s:", first, e.key)
	switch v := e.value.(type) {
	case entries:
		b.WriteByte('\n')
		for _, x := range v {
			x.yaml(b, indent+"  ", indent+"  ")
		}
	case []any:
		if len(v) == 0 {
			b.WriteString(" []")
		}
		b.WriteByte('\n')
		for _, x := range v {
			if one, ok := x.(entries); ok {
				one[0].yaml(b, indent+"  - ", indent+"    ")
			} else {
				fmt.Fprintf(b, "%s  - %s\n", indent, word(x))
			}
		}
	default:
		fmt.Fprintf(b, " %s\n", word(v))
	}
}

var bare = regexp.MustCompile(`^[a-z][a-z0-9]*([:=.+-][a-z0-9]+)*$`)

// word is a scalar, or a list of numbers in brackets.
func word(v any) string {
	switch v := v.(type) {
	case string:
		if bare.MatchString(v) && v != "true" && v != "false" && v != "null" {
			return v
		}
		return strconv.Quote(v)
	case []int:
		var b strings.Builder
		for i, n := range v {
			switch {
			case i > 0 && i%16 == 0:
				b.WriteString(",\n          ")
			case i > 0:
				b.WriteString(", ")
			}
			b.WriteString(strconv.Itoa(n))
		}
		return "[" + b.String() + "]"
	case Share:
		return strconv.FormatFloat(float64(v), 'g', -1, 64)
	}
	return fmt.Sprint(v)
}

// MarshalJSON keeps the order.
func (e entries) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, x := range e {
		if i > 0 {
			b = append(b, ',')
		}
		v := x.value
		if n, ok := v.([]int); ok && n == nil {
			v = []int{}
		}
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		b = append(append(strconv.AppendQuote(b, x.key), ':'), text...)
	}
	return append(b, '}'), nil
}
