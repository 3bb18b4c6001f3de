package sparsity_test

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/sparsity"
)

// TestL1Share: the share that is held is the dial's where there is one, and else the target.
func TestL1Share(t *testing.T) {
	share := nn.Turn(opt.Exponential{From: 0.8, PerEpoch: 0.5, Floor: 0.1})
	turned, still := sparsity.L1{Target: 0.1, Share: share}, sparsity.L1{Target: 0.1}
	for _, c := range []struct {
		epoch        float64
		on           int
		turned, held float64 // factors on λ
	}{{0, 40, 0.9, 1.1}, {0, 80, 1, 1.1}, {1, 40, 1, 1.1}, {2, 40, 1.1, 1.1}, {9, 10, 1, 1}, {9, 5, 0.9, 0.9}} {
		share.Set(c.epoch)
		for l, want := range map[*sparsity.L1]float64{&turned: c.turned, &still: c.held} {
			before := l.Lambda()
			newSpy(l, on(c.on)).at(nn.Learn)
			if got := l.Lambda() / before; math.Abs(got-want) > 1e-9 {
				t.Errorf("epoch %v, %d %% on, dial %v: λ times %v, want %v", c.epoch, c.on, l.Share, got, want)
			}
		}
	}
	names := 0
	for range nn.Dials(&turned) {
		names++
	}
	if names != 1 {
		t.Errorf("%d dials are turned by training, want 1", names)
	}
}

// on is a batch of which n of 100 outputs are not 0.
func on(n int) mat.M {
	m := mat.New(4, 25)
	for i := range n {
		m.Data[i*37%100] = mat.Float(1 - 2*(i%2))
	}
	return m
}

func TestL1Controller(t *testing.T) {
	for _, c := range []struct {
		name  string
		layer sparsity.L1
		on    []int
		want  float64
	}{
		{"start", sparsity.L1{}, nil, 1e-5},
		{"within the band", sparsity.L1{}, []int{10, 11}, 1e-5},
		{"above", sparsity.L1{}, []int{12, 100}, 1e-5 * 1.1 * 1.1},
		{"below", sparsity.L1{}, []int{8, 0, 0}, 1e-5 * 0.9 * 0.9 * 0.9},
		{"most", sparsity.L1{Start: 0.95}, []int{50, 10}, 1},
		{"least", sparsity.L1{Start: 1.05e-13}, []int{0, 0, 10}, 1e-13},
		{"own band", sparsity.L1{Band: 0.2}, []int{29, 0}, 1e-5},
		{"own step", sparsity.L1{Step: 0.5, Start: 2, Min: 0.6, Max: 2.5}, []int{99, 0, 0, 0}, 0.6},
	} {
		c.layer.Target = 0.1
		for _, n := range c.on {
			s := newSpy(&c.layer, on(n))
			before := c.layer.Lambda()
			s.at(nn.Look).at(nn.Slope).at(nn.Use)
			if c.layer.Lambda() != before {
				t.Errorf("%s: λ moves without Learn", c.name)
			}
			s.at(nn.Learn)
		}
		if got := c.layer.Lambda(); math.Abs(got-c.want) > 1e-12*c.want {
			t.Errorf("%s: λ is %v, want %v", c.name, got, c.want)
		}
	}
}
