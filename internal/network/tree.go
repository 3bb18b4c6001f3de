package network

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is a value of a YAML file, and its line: a scalar, a list, or a map that keeps its order.
type node struct {
	line   int
	text   string // of a scalar
	quoted bool   // a scalar that is text whatever it looks like
	list   []*node
	keys   []*node // of a map, scalars
	values []*node // of a map
	kind   kind
}

type kind uint8

const (
	nothing kind = iota
	scalar
	list
	mapping
)

func (k kind) String() string { return [...]string{"nothing", "a value", "a list", "a map"}[k] }

// A description is a page of text, and layers nest a few deep.
const (
	maxBytes = 1 << 15
	maxDepth = 32
	maxLine  = 400 // bytes; the parser takes seconds for what nests thousands deep in a line
)

// short refuses files of long lines, which people do not write.
func short(text []byte) error {
	n := 0
	for l := range bytes.Lines(text) {
		if n++; len(l) > maxLine {
			return at(n, "has %d bytes: a line of a description has %d at most, so break it", len(l), maxLine)
		}
	}
	return nil
}

// parseTree reads one YAML document without anchors, aliases, merges and tags, so that a file is as
// large as it looks.
func parseTree(text []byte) (*node, error) {
	if len(text) > maxBytes {
		return nil, fmt.Errorf("has %d bytes: give a description of a network, which has %d at most", len(text), maxBytes)
	}
	if deep := nesting(text); deep > maxDepth {
		return nil, fmt.Errorf("nests %d deep: a description nests %d deep at most", deep, maxDepth)
	}
	f, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, brief(err)
	}
	var docs []ast.Node
	for _, d := range f.Docs {
		if d.Body != nil {
			docs = append(docs, d.Body)
		}
	}
	if len(docs) > 1 {
		return nil, at(line(docs[1]), "a second document begins: a description is one")
	}
	if len(docs) == 0 || docs[0].Type() == ast.CommentType {
		return nil, fmt.Errorf("is empty: write layers: and a list of them, such as - linear: 128")
	}
	return tree(docs[0], 0)
}

// nesting is the most brackets that are open at once.
func nesting(text []byte) (most int) {
	n := 0
	for _, c := range text {
		switch c {
		case '[', '{':
			n++
			most = max(most, n)
		case ']', '}':
			n--
		}
	}
	return most
}

// brief is the parser's error in a line: [3:1] and then what is wrong, with the text drawn below.
func brief(err error) error {
	first, _, _ := strings.Cut(err.Error(), "\n")
	var l, c int
	if _, scan := fmt.Sscanf(first, "[%d:%d]", &l, &c); scan == nil {
		_, what, _ := strings.Cut(first, "] ")
		if name, ok := strings.CutPrefix(what, "mapping key "); ok {
			name, _, _ = strings.Cut(name, " already")
			return at(l, "%s is there twice: give it once", strings.ReplaceAll(name, `"`, ""))
		}
		return at(l, "not YAML: %s", clean(what))
	}
	return fmt.Errorf("not YAML: %s", clean(first))
}

func tree(n ast.Node, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, at(line(n), "nests too deep: a description nests %d deep at most", maxDepth)
	}
	out := &node{line: line(n), kind: scalar}
	switch n := n.(type) {
	case *ast.NullNode:
		out.kind = nothing
	case *ast.StringNode:
		out.text, out.quoted = n.Value, n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType
	case *ast.LiteralNode:
		out.text, out.quoted = n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		out.text = n.GetToken().Value
	case *ast.SequenceNode:
		out.kind = list
		for _, v := range n.Values {
			x, err := tree(v, depth+1)
			if err != nil {
				return nil, err
			}
			out.list = append(out.list, x)
		}
	case *ast.MappingNode:
		out.kind = mapping
		return out, out.entries(n.Values, depth)
	case *ast.MappingValueNode:
		out.kind = mapping
		return out, out.entries([]*ast.MappingValueNode{n}, depth)
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		return nil, at(out.line, "anchors, aliases, merges and tags are not part of a description: write it out")
	default:
		return nil, at(out.line, "%s is not part of a description", n.Type())
	}
	return out, nil
}

func (n *node) entries(all []*ast.MappingValueNode, depth int) error {
	for _, e := range all {
		k, err := tree(e.Key, depth+1)
		if err != nil {
			return err
		}
		if k.kind != scalar {
			return at(k.line, "a key is %s: it must be a name", k.kind)
		}
		v, err := tree(e.Value, depth+1)
		if err != nil {
			return err
		}
		if n.get(k.text) != nil {
			return at(k.line, "%s is there twice: give it once", clean(k.text))
		}
		n.keys, n.values = append(n.keys, k), append(n.values, v)
	}
	if len(n.keys) > 0 {
		n.line = n.keys[0].line
	}
	return nil
}

// get is the value of a key of a map, or nil.
func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k.text == key {
			return n.values[i]
		}
	}
	return nil
}

func line(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

// at is an error at a line of the file, 0 for one that has no lines.
func at(line int, format string, args ...any) error {
	if line == 0 {
		return fmt.Errorf(format, args...)
	}
	return fmt.Errorf("line %d: %w", line, fmt.Errorf(format, args...))
}
