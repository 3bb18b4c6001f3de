package network

import (
	"fmt"
	"strconv"
	"strings"
)

// set puts a value at a path, in the place of what the file has there.
func (n *node) set(s Setting) error {
	for i, part := range strings.Split(s.Path, ".") {
		if part == "" || i > maxDepth {
			return fmt.Errorf("%q is no path of a description: write it as layers.1.gated.width", clean(s.Path))
		}
		if n.kind == list {
			k, err := strconv.Atoi(part)
			if err != nil || k < 0 || k >= len(n.list) {
				return fmt.Errorf("%s: there is no layer %s: the file lists %d, which count from 0", clean(s.Path), clean(part), len(n.list))
			}
			n = n.list[k]
			continue
		}
		n = n.into(part)
	}
	x, err := parseTree([]byte(s.Value))
	if err != nil {
		return fmt.Errorf("%s is %q: it must be a value", clean(s.Path), clean(s.Value))
	}
	*n = *x
	n.unplaced()
	return nil
}

// into is the value of a key, made if it is not there. A layer in a word, relu, becomes a map; what
// was a scalar that stands for a map's first key stays under no name and is replaced.
func (n *node) into(key string) *node {
	if n.kind != mapping {
		was := *n
		*n = node{line: n.line, kind: mapping}
		if was.kind == scalar && was.text == key {
			n.keys, n.values = []*node{&was}, []*node{{line: n.line}}
		}
	}
	if v := n.get(key); v != nil {
		return v
	}
	v := &node{line: n.line}
	n.keys, n.values = append(n.keys, &node{line: n.line, kind: scalar, text: key}), append(n.values, v)
	return v
}

// unplaced forgets lines: a value that was not in the file has none.
func (n *node) unplaced() {
	n.line = 0
	for _, list := range [][]*node{n.list, n.keys, n.values} {
		for _, x := range list {
			x.unplaced()
		}
	}
}
