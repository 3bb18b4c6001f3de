package est_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// critic is one with so many hidden units and weights that are not 0, for rows of length in.
func critic(hidden, in int) *est.Critic {
	c := &est.Critic{Hidden: hidden}
	for name, s := range nn.States(nn.Seq{visited{c}}) {
		if strings.HasSuffix(name, "weight") {
			*s = make([]float64, hidden*(in+2)+1)
			for i := range *s {
				(*s)[i] = math.Sin(float64(3*i + 1))
			}
		}
	}
	return c
}

// visited is a layer whose state is x's.
type visited struct{ x any }

func (visited) Run(_ *nn.Pass, x *nn.Var, next nn.Next) []float64 { return next(x) }
func (l visited) Visit(v *nn.Visitor)                             { v.Into("x", l.x) }

// weights is the critic's state of a name.
func weights(c *est.Critic, name string) *[]float64 {
	for n, s := range nn.States(nn.Seq{visited{c}}) {
		if strings.HasSuffix(n, name) {
			return s
		}
	}
	return nil
}

// TestRELAXIsUnbiased: whatever the critic's weights are, by quadrature over one unit.
func TestRELAXIsUnbiased(t *testing.T) {
	for _, a := range []float64{-1.2, 0.4} {
		for name, r := range map[string]est.RELAX{
			"RELAX":              {REBAR: est.REBAR{}},
			"RELAX, independent": {REBAR: est.REBAR{Independent: true, Tau: nn.Fix(0.8)}},
			"LAX":                {BlackBox: true},
			"LAX, independent":   {REBAR: est.REBAR{Independent: true}, BlackBox: true},
		} {
			r.Critic = critic(3, 1)
			noise, f := logistic(a), exp
			if r.Independent {
				noise = twice(a)
			}
			_, want := esttest.Shallow(esttest.Bernoulli, []float64{a}, f)
			if r.BlackBox {
				f = esttest.Blind(f)
			}
			m := esttest.QuadratureOver(r, []float64{a}, f, noise...)
			esttest.Close(t, fmt.Sprint(name, " at ", a), m.Mean, want, 1e-11, 1e-4)
		}
	}
}

// TestCriticGradient: the step a pass takes goes down the derivative of the mean square of its own
// estimate, by central differences under the same noise, weight by weight.
func TestCriticGradient(t *testing.T) {
	if !nntest.Double {
		t.Skip("differences of float32 estimates say little")
	}
	for _, d := range []est.Discrete{{}, est.OneHot(3)} {
		for _, r := range []est.RELAX{{}, {REBAR: est.REBAR{Independent: true}}, {BlackBox: true}} {
			r.Discrete = d
			a := nntest.Normal(5, 3, 1, 6)
			square := func(i int, δ float64) float64 {
				r.Critic = critic(2, 3)
				(*weights(r.Critic, "weight"))[i] += δ
				g, sum := esttest.Learn(r, a, fixF, esttest.Noise(3)).Grad, 0.0
				for _, g := range g.Data {
					sum += float64(g * g)
				}
				return sum / 5
			}
			square(0, 0)
			got := slices.Clone(*weights(r.Critic, "moment1"))
			var want []float64
			for i := range got {
				got[i] *= 10 // Adam's first moment is a tenth of the first gradient
				want = append(want, (square(i, 1e-5)-square(i, -1e-5))/2e-5)
			}
			esttest.Close(t, fmt.Sprintf("%T, %+v", d.Of, r.REBAR), got, want, 2e-7, 1)
		}
	}
}

// TestCriticLowersVariance: on three coupled units, below REBAR, and far below RLOO of two samples
// with one, from losses alone too.
func TestCriticLowersVariance(t *testing.T) {
	for _, blackBox := range []bool{false, true} {
		r := est.RELAX{Critic: &est.Critic{Hidden: 16, Rate: 0.02}, BlackBox: blackBox}
		noise := esttest.Noise(2)
		variance := func(from, to int) (sum float64) {
			var tally esttest.Tally
			for i := from; i < to; i++ {
				g := esttest.Learn(r, esttest.Rows(fixA, 64), fixF, noise.Step(i)).Grad
				for i := range g.Rows {
					tally.Add(esttest.Wide(g.Row(i))...)
				}
			}
			for j := range fixA {
				sum += tally.Var(j)
			}
			return sum
		}
		first := variance(0, 20)
		variance(20, 600)
		rloo := 0.0
		for _, v := range esttest.Integrate(t, est.RLOO{}, fixA, fixF, nil).Var {
			rloo += v
		}
		if last := variance(600, 640); last > 0.7*first || last > rloo/2 {
			t.Errorf("black box %v: the variance was %.3g and is %.3g; RLOO's is %.3g", blackBox, first, last, rloo)
		}
	}
}

// TestCriticState: a critic whose state is loaded goes on as the other would have, bit for bit.
func TestCriticState(t *testing.T) {
	learn := func(c *est.Critic, step int) mat.M {
		return esttest.Learn(est.RELAX{Critic: c}, esttest.Rows(fixA, 8), fixF, esttest.Noise(1).Step(step)).Grad
	}
	a, b := &est.Critic{}, &est.Critic{}
	for i := range 3 {
		learn(a, i)
	}
	for _, name := range []string{"weight", "moment1", "moment2", "steps"} {
		*weights(b, name) = slices.Clone(*weights(a, name))
	}
	for i := 3; i < 5; i++ {
		if x, y := learn(a, i), learn(b, i); !slices.Equal(x.Data, y.Data) {
			t.Fatalf("step %d: %v and %v", i, x.Data[:3], y.Data[:3])
		}
	}
	if fresh := learn(&est.Critic{}, 4); slices.Equal(fresh.Data, learn(a, 4).Data) {
		t.Error("control: a fresh critic gives the same")
	}
}

// TestEta: a learnt weight settles at E[x·v]/E[v²], where the variance is least, and not at 1; it is
// from before the batch.
func TestEta(t *testing.T) {
	variance := func(η *est.Eta) float64 {
		noise := esttest.Noise(5)
		var tally esttest.Tally
		for i := range 300 {
			g := esttest.Learn(est.REBAR{Eta: η, Tau: nn.Fix(3)}, esttest.Rows(fixA, 64), fixF, noise.Step(i)).Grad
			for r := range g.Rows {
				if i >= 150 {
					tally.Add(esttest.Wide(g.Row(r))...)
				}
			}
		}
		return tally.Var(0) + tally.Var(1) + tally.Var(2)
	}
	if one, learnt := variance(nil), variance(&est.Eta{}); learnt > 0.9*one {
		t.Errorf("variance %v with η = 1, %v with one learnt", one, learnt)
	}
	first := esttest.Learn(est.REBAR{Eta: &est.Eta{}}, esttest.Rows(fixA, 64), fixF, esttest.Noise(1)).Grad.Data
	want := esttest.Learn(est.REBAR{}, esttest.Rows(fixA, 64), fixF, esttest.Noise(1)).Grad.Data
	if !slices.Equal(first, want) {
		t.Error("the first batch is not estimated with η = 1")
	}
}
