package network

import (
	"fmt"
	"reflect"
)

// Defaults is the settings of a gated layer that a file leaves out, given the estimator that it
// names, "" for none.
type Defaults func(estimator string) (Gated, error)

// Setting is a change to a file as it is read: Path is where, such as layers.1.gated.width.
type Setting struct{ Path, Value string }

// Read reads a description, with settings in the place of what the file says. Errors are a line,
// and begin with the line of the file where there is one. Inputs and Outputs may be left out; sizes
// are checked as far as they are known.
func Read(text []byte, defaults Defaults, set ...Setting) (*Description, error) {
	text, err := Text(text)
	if err != nil {
		return nil, err
	}
	if err := short(text); err != nil {
		return nil, err
	}
	return read(text, defaults, set)
}

func read(text []byte, defaults Defaults, set []Setting) (*Description, error) {
	root, err := parseTree(text)
	if err != nil {
		return nil, err
	}
	for _, s := range set {
		if err := root.set(s); err != nil {
			return nil, err
		}
	}
	if root.kind != mapping {
		return nil, at(root.line, "is %s: write layers: and a list of them", root.kind)
	}
	d := &Description{Version: Version}
	v := reflect.ValueOf(d).Elem()
	names := fields(v.Type())
	for i, k := range root.keys {
		x := root.values[i]
		if k.text == "layers" {
			if d.Layers, err = layers(x, defaults, "layers"); err != nil {
				return nil, err
			}
			continue
		}
		f := field(v, k.text)
		if !f.IsValid() {
			return nil, at(k.line, "unknown key %q%s", clean(k.text), choose(k.text, names))
		}
		if err := decode(x, f, k.text); err != nil {
			return nil, err
		}
		if n := f.Int(); n < 1 || n > most {
			return nil, at(k.line, "%s is %d: it must be from 1 to %d", k.text, n, most)
		}
	}
	if d.Version > Version {
		return nil, at(root.get("version").line, "version is %d: this program reads up to %d, take a newer one", d.Version, Version)
	}
	if root.get("layers") == nil {
		return nil, at(root.line, "has no layers: write layers: and a list of them")
	}
	return d, nil
}

// layers reads a list of layers.
func layers(n *node, defaults Defaults, path string) ([]Layer, error) {
	if n.kind != list {
		return nil, at(n.line, "%s is %s: it must be a list, a layer a line after a hyphen", path, n.kind)
	}
	all := []Layer{}
	for i, x := range n.list {
		l, err := layer(x, defaults, fmt.Sprintf("%s.%d", path, i))
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

// layer reads relu, or linear: 128, or gated: and its settings.
func layer(n *node, defaults Defaults, path string) (Layer, error) {
	name, settings := n, &node{line: n.line}
	if n.kind == mapping && len(n.keys) > 0 {
		name, settings = n.keys[0], n.values[0]
		if len(n.keys) > 1 {
			return nil, at(n.keys[1].line, "%s: %s stands beside %s: indent it below, or begin a new layer with a hyphen",
				path, clean(n.keys[1].text), clean(name.text))
		}
	}
	if name.kind != scalar {
		return nil, at(n.line, "%s is %s: write the name of a layer, such as relu, or linear: 128", path, n.kind)
	}
	maker, ok := makers[name.text]
	if !ok {
		return nil, at(name.line, "%s: unknown layer %q%s", path, clean(name.text), choose(name.text, Kinds()))
	}
	l := maker()
	*l.where() = name.line
	path += "." + name.text
	var err error
	switch l := l.(type) {
	case *Residual:
		if settings.kind == mapping && len(settings.keys) == 1 && settings.keys[0].text == "layers" {
			settings = settings.values[0]
		}
		l.Layers, err = layers(settings, defaults, path)
		return l, err
	case *Gated:
		if err := l.defaults(settings, defaults, path); err != nil {
			return nil, err
		}
	}
	v := reflect.ValueOf(l).Elem()
	if len(fields(v.Type())) == 0 && settings.kind != nothing {
		return nil, at(settings.line, "%s takes no settings: write - %s", path, name.text)
	}
	if _, gated := l.(*Gated); gated && settings.kind != mapping && settings.kind != nothing {
		return nil, at(settings.line, "%s is %s: write its settings below it, such as blocks: 64", path, settings.kind)
	}
	return l, decode(settings, v, path)
}

// defaults fills in what the layer's estimator would have.
func (l *Gated) defaults(settings *node, defaults Defaults, path string) error {
	if defaults == nil {
		return nil
	}
	name, line := "", *l.where()
	if e := settings.get("estimator"); e != nil {
		line = e.line
		if err := decode(e, reflect.ValueOf(&name).Elem(), "estimator"); err != nil {
			return err
		}
	}
	d, err := defaults(name)
	if err != nil {
		return at(line, "%s: %w", path, err)
	}
	d.plain = l.plain
	*l = d
	return nil
}
