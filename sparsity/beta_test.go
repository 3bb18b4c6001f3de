package sparsity_test

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/sparsity"
)

// sweep is noise whose uniforms are evenly spread, so that a mean over it is an integral.
type sweep struct{}

func (s sweep) At(int) nn.Noise { return s }
func (sweep) Normal(mat.M)      {}
func (sweep) Uniform(m mat.M) {
	for i := range m.Data {
		m.Data[i] = (mat.Float(i) + 0.5) / mat.Float(len(m.Data))
	}
}

// draws is the noise, in order, and its mean as the layer uses it.
func draws(l *sparsity.BetaNoise) (z []float64, atUse float64) {
	s := newSpy(l, mat.New(1, 1<<14))
	s.p.Noise = sweep{}
	for _, v := range s.at(nn.Learn).y {
		z = append(z, float64(v))
	}
	return z, float64(s.at(nn.Use).y[0])
}

// TestBetaGolden: α for each β, and mode and mean of the noise: the mode of the paper's is where σ
// is 0.1; the released code's are −1.838048 and −1.757156.
func TestBetaGolden(t *testing.T) {
	for _, c := range []struct {
		beta, alpha float64
		code        bool
		scale, mean float64
	}{
		{1.1, 1.01111, false, 5.493061, 0},
		{2.6, 1.17778, false, 5.493061, 0},
		{5.1, 1.45556, false, 5.493061, 0},
		{10.1, 2.01111, false, 5.493061, 0},
		{20.1, 3.12222, false, 5.493061, 0},
		{40.1, 5.34444, false, 5.493061, 5.493061 * (0.1176039 - 0.5)},
		{40.1, 5.34444, true, 4.595120, -1.757156},
		{80.1, 9.78889, false, 5.493061, 0},
		{160.1, 18.67778, false, 5.493061, 0},
	} {
		l := &sparsity.BetaNoise{Target: 0.1, Beta: c.beta, Code: c.code}
		z, atUse := draws(l)
		mean := c.scale * (c.alpha/(c.alpha+c.beta) - 0.5)
		if c.mean != 0 && math.Abs(mean-c.mean) > 2e-5 {
			t.Fatalf("mean by formula %v, want %v", mean, c.mean)
		}
		if math.Abs(atUse-mean) > 3e-5 {
			t.Errorf("β %v: mean at Use %v, want %v", c.beta, atUse, mean)
		}
		sum := 0.0
		for i, v := range z {
			sum += v / float64(len(z))
			u := (float64(i) + 0.5) / float64(len(z))
			x := v/c.scale + 0.5
			if F := mathext.RegIncBeta(c.alpha, c.beta, x); math.Abs(F-u) > 3e-4 {
				t.Fatalf("β %v: draw %d is %v, a share %v of Beta is below, want %v", c.beta, i, v, F, u)
			}
		}
		if math.Abs(sum-atUse) > nntest.Tol(1e-12, 1e-6) {
			t.Errorf("β %v: draws have mean %v, at Use it is %v", c.beta, sum, atUse)
		}
		// The mode is (α−1)/(α+β−2) = 0.1 of Beta: at −1.838048 in the code, −2.197225 in the paper.
		mode := c.scale * ((c.alpha-1)/(c.alpha+c.beta-2) - 0.5)
		if want := map[bool]float64{false: -2.197225, true: -1.838048}[c.code]; math.Abs(mode-want) > 1e-4 {
			t.Errorf("β %v: mode %v, want %v", c.beta, mode, want)
		}
	}
}

// TestBetaScales: c is continuous at a target of ½, and a target above ½ skews the other way.
func TestBetaScales(t *testing.T) {
	z := func(s float64) (median float64) {
		v, _ := draws(&sparsity.BetaNoise{Target: s, Beta: 3})
		return v[len(v)/2]
	}
	if a, b := z(0.5), z(0.5001); math.Abs(a) > 2e-3 || math.Abs(a-b) > 5e-3 {
		t.Errorf("medians %v at ½, %v beside it", a, b)
	}
	if a := z(0.8); a < 0.5 {
		t.Errorf("median %v at 0.8", a)
	}
	for _, l := range []*sparsity.BetaNoise{{}, {Target: 1}, {Target: 0.1, Beta: 1}} {
		nntest.Panics(t, "sparsity: BetaNoise: Target", func() { draws(l) })
	}
}

// TestBetaDepths: drawn at Look and Learn, the mean at Use and Slope; the units behind have the
// next site.
func TestBetaDepths(t *testing.T) {
	x := nntest.Normal(5, 40, 1, 1)
	l := &sparsity.BetaNoise{Target: 0.1}
	y := map[nn.Depth][]mat.Float{}
	for d := nn.Use; d <= nn.Learn; d++ {
		y[d] = slices.Clone(newSpy(l, x).at(d).y)
	}
	if !slices.Equal(y[nn.Use], y[nn.Slope]) || !slices.Equal(y[nn.Look], y[nn.Learn]) || slices.Equal(y[nn.Use], y[nn.Look]) {
		t.Error("depths do not go together as Use, Slope and Look, Learn")
	}
	for d := nn.Use; d <= nn.Learn; d++ {
		var site siteOf
		newSpy(nn.Seq{twice{}, l, &site, l, &site}, x).at(d)
		if !slices.Equal(site, siteOf{1, 2, 1, 2}) {
			t.Errorf("%v: sites behind are %v, want [1 2 1 2]", d, site)
		}
	}
}

// twice runs what follows twice, as an estimator does.
type twice struct{}

func (twice) Run(_ *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	next(x)
	return next(x)
}

// siteOf records the sites at which it runs.
type siteOf []int

func (s *siteOf) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	old := p.Noise
	p.Noise = watch{s}
	p.Enter()
	p.Leave()
	p.Noise = old
	return next(x)
}

type watch struct{ s *siteOf }

func (w watch) At(site int) nn.Noise { *w.s = append(*w.s, site); return nil }
