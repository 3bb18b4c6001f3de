package model

import (
	"fmt"
	"math"
	"slices"

	"gater/mat"
	"gater/nn"
)

// Weights are what a model's weights can be narrowed to, by their names in model.yaml; without one
// they are float32.
//
//	bf16   16 bits: the upper half of a float32, rounded to even
//	int8    8 bits: w ≈ scale·q, q = −127 … 127, a scale for the incoming weights of each unit
//
// Weights of gaters stay as they are, and so do biases (see nn.Narrowed).
var Weights = []string{"bf16", "int8"}

// scaleOf is after the name of a tensor of int8 in that of its scales.
const scaleOf = "_scale"

// Narrow gives the weights fewer bits, in place. The network is then for use alone.
func (m *Model) Narrow(kind string) error {
	switch {
	case !slices.Contains(Weights, kind):
		return fmt.Errorf("unknown weights %.40q: choose bf16 or int8", kind)
	case m.Weights == kind:
		return nil
	case m.Weights != "":
		return fmt.Errorf("the model has weights of %s already: give the run or the model that it was made of", m.Weights)
	}
	names, params := nn.Narrowed(m.Net)
	for i, p := range params {
		if err := narrow(p, kind); err != nil {
			return fmt.Errorf("weight %s%s %w", prefix, names[i], err)
		}
	}
	m.Weights = kind
	return nil
}

// narrow puts the weights of p into fewer bits.
func narrow(p *nn.Param, kind string) error {
	if !p.Val.Finite() {
		return fmt.Errorf("is not a number everywhere: train again at a lower rate")
	}
	if kind == "bf16" {
		for _, x := range p.Val.Packed().Data {
			if w := mat.FromBF16(mat.ToBF16(float32(x))); math.IsInf(float64(w), 0) {
				return fmt.Errorf("holds %v, which 16 bits cannot: train again at a lower rate", x)
			}
		}
		p.Narrow = mat.NewBF16(p.Val, stack(p))
	} else {
		if err := fits(p); err != nil {
			return err
		}
		w := p.Val.Packed()
		scale := mat.Quantise(w, stack(p))
		p.Narrow = mat.NewInt8(w, scale, stack(p))
	}
	p.Val.Data, p.Grad = nil, mat.M{}
	return nil
}

// fits refuses sums that whole numbers of 32 bits cannot hold.
func fits(p *nn.Param) error {
	if in := p.Val.Rows / stack(p); in > mat.MaxInt8 {
		return fmt.Errorf("has %d inputs, int8 takes up to %d: choose bf16", in, mat.MaxInt8)
	}
	return nil
}

// encodeNarrow is the tensors of narrow weights.
func encodeNarrow(all map[string]tensor, name string, p *nn.Param) {
	switch w := p.Narrow.(type) {
	case *mat.BF16:
		t := newTensor("BF16", layout(p)...)
		order(p, p.Val.Cols, func(i, at int) { t.data[2*i], t.data[2*i+1] = byte(w.Bits(at)), byte(w.Bits(at)>>8) })
		all[name] = *t
	case *mat.Int8:
		t, s := newTensor("I8", layout(p)...), newTensor("F32", layout(p)[0])
		order(p, p.Val.Cols, func(i, at int) { t.data[i] = byte(int8(w.Q(at))) })
		for i, x := range w.Scales() {
			s.put(i, float64(x))
		}
		all[name], all[name+scaleOf] = *t, *s
	}
}

// decodeNarrow fills p from tensors of fewer bits, which it takes off the list of those left.
func decodeNarrow(all map[string]tensor, left map[string]bool, name string, p *nn.Param, kind string) error {
	t := all[name]
	if want := map[string]string{"bf16": "BF16", "int8": "I8"}[kind]; t.dtype != want {
		return fmt.Errorf("tensor %q is %s, by %s it is %s: copy or export the model again", name, t.dtype, SpecFile, want)
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
	if kind == "bf16" {
		p.Narrow = mat.NewBF16(p.Val, stack(p))
		p.Val.Data = nil
		return nil
	}
	if err := fits(p); err != nil {
		return fmt.Errorf("tensor %q %w", name, err)
	}
	s, ok := all[name+scaleOf]
	if units := layout(p)[0]; !ok || !slices.Equal(s.shape, []int{units}) || s.dtype != "F32" {
		return fmt.Errorf("has no tensor %q of F32 [%d]: copy or export the model again", name+scaleOf, units)
	}
	scale := make([]mat.Float, s.shape[0])
	for i := range scale {
		x := s.at(i)
		if err := finite(x); err != nil {
			return fmt.Errorf("tensor %q %w", name+scaleOf, err)
		}
		if x < 0 {
			return fmt.Errorf("tensor %q holds %v: scales are 0 or more, copy or export the model again", name+scaleOf, x)
		}
		scale[i] = mat.Float(x)
	}
	p.Narrow = mat.NewInt8(p.Val, scale, stack(p))
	p.Val.Data = nil
	delete(left, name+scaleOf)
	return nil
}
