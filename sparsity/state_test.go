package sparsity_test

import (
	"testing"

	"gater/nn"
	"gater/sparsity"
)

// TestState goes on from a copy of a layer's state; a fresh layer goes elsewhere.
func TestState(t *testing.T) {
	for _, c := range []struct {
		name string
		make func() nn.Layer
	}{
		{"l1", func() nn.Layer { return &sparsity.L1{Target: 0.1, Start: 0.1} }},
		{"revive", func() nn.Layer {
			return &sparsity.Revive{Units: nn.Relu{}, Floor: 0.99, Target: 0.995, Step: 0.01}
		}},
	} {
		whole, loaded, fresh := c.make(), c.make(), c.make()
		for range 5 {
			newSpy(whole, on(50)).at(nn.Learn)
		}
		saved := map[string][]float64{}
		for name, s := range nn.States(whole) {
			saved[name] = append([]float64(nil), *s...)
		}
		for name, s := range nn.States(loaded) {
			*s = saved[name]
		}
		if len(saved) == 0 {
			t.Errorf("%s has no state", c.name)
		}
		trace := func(l nn.Layer) (out []float64) {
			for range 5 {
				s := newSpy(l, on(50))
				s.head = func(y *nn.Var) { y.Grad.Fill(1) }
				s.at(nn.Learn)
				sum := s.mean()
				for i, y := range s.y {
					sum += float64(i)*float64(y) + float64(s.dx[i])
				}
				out = append(out, sum)
			}
			return out
		}
		want, got, other := trace(whole), trace(loaded), trace(fresh)
		same := true
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: loaded goes %v, want %v", c.name, got, want)
				break
			}
			same = same && other[i] == want[i]
		}
		if same {
			t.Errorf("%s: a layer without the state goes the same way", c.name)
		}
	}
}
