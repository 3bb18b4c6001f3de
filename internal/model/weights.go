package model

import (
	"fmt"
	"maps"
	"slices"
	"unsafe"

	"gater/mat"
	"gater/nn"
)

// The weights of a network have the names and layouts that PyTorch would give them: layer N of a
// sequence is layers.N, a layer inside it follows after a dot, and the incoming weights of a unit
// are a row. Experts are the rows of all their units, block by block. So
//
//	layers.0.weight          [units, in]    a gated layer
//	layers.0.bias            [units]
//	layers.0.gate.1.weight   [blocks, h]    in its gater
//	layers.2.weight          [out, in]      a linear layer
//
// Running numbers, which are part of a network too, are lists of F64. Weights of int8 come with a
// list of F32, a scale for each row of them: layers.0.weight_scale [units].
const prefix = "layers."

// layout is the shape of a parameter in a file.
func layout(p *nn.Param) []int {
	switch m := p.Val; {
	case p.Fan == nn.FanCols:
		return []int{stack(p) * m.Cols, m.Rows / stack(p)}
	case p.Fan == nn.FanNone && m.Rows == 1:
		return []int{m.Cols}
	default:
		return []int{m.Rows, m.Cols}
	}
}

func stack(p *nn.Param) int { return max(1, p.Stack) }

// each yields the numbers of a parameter in the order of its layout.
func each(p *nn.Param, f func(i int, at *mat.Float)) {
	order(p, p.Val.Ld(), func(i, at int) { f(i, &p.Val.Data[at]) })
}

// order yields where the numbers of a parameter are in a matrix of such rows, ld apart, in the order of
// its layout.
func order(p *nn.Param, ld int, f func(i, at int)) {
	m := p.Val
	if p.Fan != nn.FanCols {
		for i := range m.Len() {
			f(i, i/m.Cols*ld+i%m.Cols)
		}
		return
	}
	n, in := 0, m.Rows/stack(p)
	for k := range stack(p) {
		for j := range m.Cols {
			for i := range in {
				f(n, (k*in+i)*ld+j)
				n++
			}
		}
	}
}

// floatType is what mat.Float is called in a file.
func floatType() string {
	if unsafe.Sizeof(mat.Float(0)) == 8 {
		return "F64"
	}
	return "F32"
}

// encode is the weights and running numbers of a network.
func encode(net nn.Layer) (map[string]tensor, error) {
	all := map[string]tensor{}
	for name, p := range nn.Params(net) {
		if p.Narrow != nil {
			encodeNarrow(all, prefix+name, p)
			continue
		}
		t := newTensor(floatType(), layout(p)...)
		each(p, func(i int, at *mat.Float) { t.put(i, float64(*at)) })
		if !p.Val.Finite() {
			return nil, fmt.Errorf("weight %s%s is not a number everywhere: train again at a lower rate", prefix, name)
		}
		all[prefix+name] = *t
	}
	for name, s := range nn.States(net) {
		if len(*s) > 0 {
			t := newTensor("F64", len(*s))
			for i, x := range *s {
				t.put(i, x)
			}
			all[prefix+name] = *t
		}
	}
	return all, nil
}

// decode fills a network with the tensors of a file, which must be its own; weights is what those
// that can be narrow are.
func decode(net nn.Layer, all map[string]tensor, weights string) error {
	_, narrowed := nn.Narrowed(net)
	left := map[string]bool{}
	for name := range all {
		left[name] = true
	}
	for name, p := range nn.Params(net) {
		name = prefix + name
		t, ok := all[name]
		if !ok {
			return fmt.Errorf("has no tensor %q: the weights belong to another network", name)
		}
		if want := layout(p); !slices.Equal(t.shape, want) {
			return fmt.Errorf("tensor %q is %v, the network wants %v: the weights belong to another network", name, t.shape, want)
		}
		delete(left, name)
		if weights != "" && slices.Contains(narrowed, p) {
			if err := decodeNarrow(all, left, name, p, weights); err != nil {
				return err
			}
			continue
		}
		if t.dtype == "I8" {
			return fmt.Errorf("tensor %q is I8, by %s it is of floats: copy or export the model again", name, SpecFile)
		}
		var bad error
		each(p, func(i int, at *mat.Float) {
			x := t.at(i)
			if err := finite(x); err != nil && bad == nil {
				bad = fmt.Errorf("tensor %q %w", name, err)
			}
			*at = mat.Float(x)
		})
		if bad != nil {
			return bad
		}
	}
	for name, s := range nn.States(net) {
		name = prefix + name
		t, ok := all[name]
		if !ok {
			continue
		}
		if len(t.shape) != 1 {
			return fmt.Errorf("tensor %q is %v, the network wants a list: the weights belong to another network", name, t.shape)
		}
		*s = make([]float64, t.shape[0])
		for i := range *s {
			(*s)[i] = t.at(i)
			if err := finite((*s)[i]); err != nil {
				return fmt.Errorf("tensor %q %w", name, err)
			}
		}
		delete(left, name)
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		return fmt.Errorf("tensor %q is no part of the network: the weights belong to another one", name)
	}
	return nil
}
