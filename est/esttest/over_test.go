package esttest

import (
	"math"
	"testing"

	"gater/est"
)

// TestPieces: cubics between the cuts are integrated exactly, and a jump that is not at a cut is
// not.
func TestPieces(t *testing.T) {
	f := func(u float64) float64 {
		if u < 0.3 {
			return 1 + u*u*u
		}
		return -2 * u * u
	}
	want := 0.3 + math.Pow(0.3, 4)/4 - 2./3*(1-0.027)
	for _, c := range []struct {
		x     Axis
		exact bool
	}{{Pieces(0.3), true}, {Pieces(0.3, 0.9, 0.3, 0.5), true}, {Pieces(0.4), false}} {
		got := 0.0
		for _, p := range c.x {
			got += p.W * f(p.X)
		}
		if exact := math.Abs(got-want) < 1e-14; exact != c.exact {
			t.Errorf("%v: %v, want %v: exact is %v", c.x, got, want, exact)
		}
	}
}

// TestOver: with the draws that it makes it gives the exact mean; in another order it does not.
func TestOver(t *testing.T) {
	a, f := []float64{0.3, -1}, Table([]float64{1, 3, -2, 0.5})
	loss, want := Shallow(Bernoulli, a, f)
	m := Over(est.Reinforce{}, a, f, Coins(a))
	Close(t, "E[f]", []float64{m.Loss}, []float64{loss}, 1e-12, 1e-6)
	Close(t, "mean", m.Mean, want, 1e-12, 1e-5)
	m = Over(est.Reinforce{}, a, f, Coins([]float64{-1, 0.3}))
	if math.Abs(m.Mean[0]-want[0]) < 1e-3 {
		t.Errorf("control: with other coins %v too", m.Mean)
	}
}

// TestUnit: the closed forms of one unit are the exact moments of the estimators they are of.
func TestUnit(t *testing.T) {
	for _, u := range []Unit{Bowl(0.45, 0.5), Bowl(0.45, 0.8), Bowl(0.1, 0.03), {0.3, -2, 5}} {
		a := u.A()
		loss, want := Shallow(Bernoulli, a, u.F)
		Close(t, "E[f]", []float64{loss}, []float64{u.P*u.On + (1-u.P)*u.Off}, 1e-12, 1e-6)
		Close(t, "gradient", want, []float64{u.Gradient()}, 1e-12, 1e-6)
		p := u.P
		both := func(e est.Estimator, x Axis, mean, variance float64) {
			t.Helper()
			m := Over(e, a, u.F, []Axis{x})
			Close(t, "mean", m.Mean, []float64{mean}, 1e-12, 1e-5)
			Close(t, "variance", m.Var, []float64{variance}, 1e-12, 1e-5)
		}
		both(est.Reinforce{}, Steps(0.5, p), u.Gradient(), u.Reinforce(0))
		both(est.AR{}, Pieces(p), u.Gradient(), u.AR())
		both(est.ARM{}, Pieces(p, 1-p), u.Gradient(), u.ARM())
		both(est.DisARM{}, Steps(0.5, p, 1-p), u.Gradient(), u.DisARM())
		mean, variance := u.StraightThrough(1)
		both(est.StraightThrough{}, Steps(0.5, p), mean, variance)
		mean, variance = u.StraightThrough(p * (1 - p))
		both(est.StraightThroughSigmoid{}, Steps(0.5, p), mean, variance)
	}
	// The sample variance of k bits, over all 2^k of them.
	u := Unit{0.2, 3, 1}
	for _, k := range []int{2, 3, 5} {
		mean, sq := 0.0, 0.0
		for s := range 1 << k {
			w, on := 1.0, 0.0
			for i := range k {
				on += float64(s >> i & 1)
				w *= []float64{1 - u.P, u.P}[s>>i&1]
			}
			g := 2 * (on - on*on/float64(k)) / float64(k-1)
			mean += w * g
			sq += w * g * g
		}
		Close(t, "mean", []float64{mean}, []float64{u.Gradient()}, 1e-12, 1e-12)
		Close(t, "variance", []float64{sq - mean*mean}, []float64{u.LeaveOneOut(k)}, 1e-12, 1e-12)
	}
}
