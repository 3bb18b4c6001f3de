package network

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// Share is a share of a whole, from 0 to 1; files may have it as 10% or 0.1.
type Share float64

// decode writes a node over a value: a map over the fields of a struct that it names by their yaml
// tags, a list over a slice, and a scalar over what it can be. Where a struct is wanted and a scalar
// or a list is given, it is the struct's first field: linear: 128 for linear: {out: 128}.
func decode(n *node, v reflect.Value, what string) error {
	if v.Kind() == reflect.Struct && n.kind != mapping {
		if n.kind == nothing {
			return nil
		}
		return decode(n, v.Field(0), what)
	}
	switch v.Kind() {
	case reflect.Struct:
		names := fields(v.Type())
		for i, k := range n.keys {
			f := field(v, k.text)
			if !f.IsValid() {
				return at(k.line, "%s: unknown key %q%s", what, clean(k.text), choose(k.text, names))
			}
			if err := decode(n.values[i], f, k.text); err != nil {
				return err
			}
		}
		return nil
	case reflect.Slice:
		if n.kind != list {
			n = &node{line: n.line, kind: list, list: []*node{n}}
		}
		s := reflect.MakeSlice(v.Type(), len(n.list), len(n.list))
		for i, x := range n.list {
			if err := decode(x, s.Index(i), what); err != nil {
				return err
			}
		}
		v.Set(s)
		return nil
	}
	if n.kind != scalar {
		return at(n.line, "%s is %s: it must be %s", what, n.kind, wanted(v))
	}
	if !take(n, v) {
		return at(n.line, "%s is %q: it must be %s", what, clean(n.text), wanted(v))
	}
	return nil
}

// take sets v to a scalar, if it can be one.
func take(n *node, v reflect.Value) bool {
	if v.Kind() == reflect.String {
		v.SetString(n.text)
		return n.text != ""
	}
	if n.quoted {
		return false
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(n.text == "true")
		return n.text == "true" || n.text == "false"
	case reflect.Int:
		i, err := strconv.ParseInt(n.text, 10, 32)
		v.SetInt(i)
		return err == nil
	case reflect.Float64:
		text, percent := n.text, false
		if v.Type() == reflect.TypeFor[Share]() {
			text, percent = strings.CutSuffix(text, "%")
			text = strings.TrimSpace(text)
		}
		x, err := strconv.ParseFloat(text, 64)
		if percent {
			x /= 100
		}
		v.SetFloat(x)
		return err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) && !strings.ContainsAny(text, "xX_")
	}
	return false
}

// wanted is what a value may be, in words that follow "it must be".
func wanted(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		if v.Type() == reflect.TypeFor[Share]() {
			return "a share, such as 10% or 0.1"
		}
		return "a number"
	case reflect.String:
		return "a word"
	}
	return "a layer's settings"
}

// fields is the keys of a struct, in order.
func fields(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("yaml"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// field is the field of a struct that has a key, or the zero Value.
func field(v reflect.Value, key string) reflect.Value {
	for i := range v.NumField() {
		if name := v.Type().Field(i).Tag.Get("yaml"); name != "" && name == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// clean is a text of a file for a message of one line.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return s
}

// choose ends a message about a name that is none of names.
func choose(name string, names []string) string {
	if best := nearest(name, names); best != "" {
		return fmt.Sprintf(": did you mean %s?", best)
	}
	return ": choose one of " + strings.Join(names, ", ")
}
