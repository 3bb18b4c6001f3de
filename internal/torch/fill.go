package torch

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gater/internal/model"
	"gater/mat"
	"gater/nn"
)

// Pair is a parameter of a network and the tensor that fills it.
type Pair struct {
	Param  string
	Tensor string
	p      *nn.Param
	t      *Tensor
}

// Shape is the tensor's.
func (x Pair) Shape() []int { return x.t.Shape }

// Match finds a tensor for every parameter of a network: by name, where the names are those of a
// PyTorch Sequential of the same layers, with any one prefix before all of them; and else by order,
// where there are as many tensors as parameters and each has its parameter's shape. The error lists
// what is missing, left over or of another shape.
func Match(net nn.Layer, all []Tensor) (pairs []Pair, byName bool, err error) {
	for name, p := range nn.Params(net) {
		pairs = append(pairs, Pair{Param: name, p: p})
	}
	prefix := prefixOf(pairs, all)
	byName = true
	left := map[string]*Tensor{}
	for i := range all {
		left[all[i].Name] = &all[i]
	}
	var wrong []string
	for i, x := range pairs {
		t := left[prefix+x.Param]
		if t == nil {
			byName = false
			wrong = append(wrong, fmt.Sprintf("%s %v is missing", prefix+x.Param, model.Layout(x.p)))
			continue
		}
		delete(left, t.Name)
		if !slices.Equal(t.Shape, model.Layout(x.p)) {
			wrong = append(wrong, fmt.Sprintf("%s is %v, the network wants %v", t.Name, t.Shape, model.Layout(x.p)))
		}
		pairs[i].Tensor, pairs[i].t = t.Name, t
	}
	for i := range all {
		if t := &all[i]; left[t.Name] != nil {
			wrong = append(wrong, fmt.Sprintf("%s %v is left over", t.Name, t.Shape))
		}
	}
	if len(wrong) == 0 {
		return pairs, true, nil
	}
	if !byName && inOrder(pairs, all) {
		return pairs, false, nil
	}
	n := len(wrong)
	if n > 8 {
		wrong = append(wrong[:8], fmt.Sprintf("and %d more", n-8))
	}
	return nil, false, fmt.Errorf("the tensors are not those of the network: %s", strings.Join(wrong, "; "))
}

// prefixOf is what stands before the names of the network in those of the tensors.
func prefixOf(pairs []Pair, all []Tensor) string {
	best, most := "", 0
	for _, first := range pairs[:min(1, len(pairs))] {
		for _, t := range all {
			prefix, ok := strings.CutSuffix(t.Name, first.Param)
			if !ok || prefix != "" && !strings.HasSuffix(prefix, ".") {
				continue
			}
			n := 0
			for _, x := range pairs {
				if slices.ContainsFunc(all, func(t Tensor) bool { return t.Name == prefix+x.Param }) {
					n++
				}
			}
			if n > most {
				best, most = prefix, n
			}
		}
	}
	return best
}

// inOrder pairs tensors and parameters one after the other, if all shapes fit.
func inOrder(pairs []Pair, all []Tensor) bool {
	if len(pairs) != len(all) {
		return false
	}
	for i := range pairs {
		if !slices.Equal(all[i].Shape, model.Layout(pairs[i].p)) {
			return false
		}
	}
	for i := range pairs {
		pairs[i].Tensor, pairs[i].t = all[i].Name, &all[i]
	}
	return true
}

// Fill copies the tensors into the parameters, [out, in] turned to the network's own layout.
func Fill(pairs []Pair) error {
	for _, x := range pairs {
		for i, v := range x.t.Data {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("tensor %s holds %v at %d: training diverged, or the file is damaged", x.Tensor, v, i)
			}
		}
		model.Each(x.p, func(i int, at *mat.Float) { *at = mat.Float(x.t.Data[i]) })
	}
	return nil
}
