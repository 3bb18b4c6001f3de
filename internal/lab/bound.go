package lab

import (
	"fmt"
	"math"

	"gater/est"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// bound is K samples of three units and the importance-weighted bound that they make,
//
//	L = −log 1/K · Σ_k e^{−f(b_k)},
//
// with f that of task three. The score function is VIMCO there, since nn.Bound says what each sample
// has to answer for.
type bound struct {
	units *layer // of one sample
	k     int
	truth []float64
}

func newBound(s Settings) (Task, error) {
	three, err := newThree(s)
	if err != nil {
		return nil, err
	}
	t := &bound{units: three.(*layer), k: 3}
	t.truth = t.exact()
	return t, nil
}

func (t *bound) Truth() [][]float64 { return [][]float64{t.truth} }
func (t *bound) Groups() []Group    { return nil }
func (t *bound) Units() int         { return t.units.Units() }
func (t *bound) Group() int         { return 1 }

// exact is Σ P(b_1 … b_K)·L·Σ_k (b_k − θ), over all outcomes of all samples.
func (t *bound) exact() []float64 {
	n := len(t.units.a)
	theta, b, g := floats(n*t.k), floats(n*t.k), floats(n)
	for i := range theta {
		theta[i] = sigmoid(t.units.a[i%n])
	}
	gray(n*t.k, func(flip int) {
		if flip >= 0 {
			b[flip] = 1 - b[flip]
		}
		p, w := 1.0, 0.0
		for i, q := range theta {
			p *= q*b[i] + (1-q)*(1-b[i])
		}
		for k := range t.k {
			w += math.Exp(-t.units.f(b[k*n:(k+1)*n], nil)) / float64(t.k)
		}
		for i, q := range theta {
			g[i%n] -= p * math.Log(w) * (b[i] - q)
		}
	})
	return g
}

// Rig puts the samples of a row, and their bound, around the units.
func (t *bound) Rig(make func() est.Estimator, copies int) *Rig {
	s := newSource(rows(row(t.units.a), copies))
	r := oneLayer(row(t.units.a), t.units.f, make(), 1)
	r.Net = nn.Seq{s, nn.Repeat{K: t.k}, r.Net.(nn.Seq)[1], nn.Bound{K: t.k}}
	r.X, r.Read = mat.New(s.A.Rows, 0), s.read
	return r
}

// Bits is true.
func (t *bound) Bits() bool { return true }

// Fits lets in what runs the network once: the samples of a bound hang together, so that one of them
// cannot be asked about while the others stand.
func (t *bound) Fits(s *catalog.Spec) string {
	if n := s.New().About().Runs(t.Units()); n > 1 {
		return fmt.Sprintf("it runs the network %d times, and the samples of a bound hang together: take one that runs it once, such as sbn", n)
	}
	return ""
}
