package lab

import (
	"math"
	"slices"

	"gater/est"
	"gater/mat"
	"gater/nn"
)

// unit is one Bernoulli unit with f = (b − t)², whose gradient in the logit is θ(1−θ)(1−2t).
type unit struct{ a, t, theta float64 }

func newUnit(s Settings) (Task, error) {
	t, theta, err := s.point(0.45, 0.5)
	if err != nil {
		return nil, err
	}
	return &unit{Logit(theta), t, theta}, nil
}

func (u *unit) Truth() [][]float64 {
	return [][]float64{{u.theta * (1 - u.theta) * (1 - 2*u.t)}}
}
func (u *unit) Groups() []Group { return nil }
func (u *unit) Units() int      { return 1 }
func (u *unit) Group() int      { return 1 }

func (u *unit) Logits() []float64 { return []float64{u.a} }

func (u *unit) Rig(e func() est.Estimator, copies int) *Rig {
	return u.nudged(e, make([]nudge, copies))
}

// A nudge moves a setting of the task by a hair's breadth.
type nudge struct{ a, t float64 }

// nudged is the rig with a row for each nudge.
func (u *unit) nudged(e func() est.Estimator, at []nudge) *Rig {
	a, t := mat.New(len(at), 1), floats(len(at))
	for i, n := range at {
		a.Data[i], t[i] = Float(u.a+n.a), u.t+n.t
	}
	s := newSource(a)
	head := func(p *nn.Pass) nn.Next {
		return func(x *nn.Var) []float64 {
			loss := floats(len(t))
			for i, b := range x.Val.Data {
				d := float64(b) - t[i]
				loss[i] = d * d
				if p.Depth >= nn.Slope {
					x.Grad.Data[i] += Float(2 * d)
				}
			}
			return loss
		}
	}
	return &Rig{Net: nn.Seq{s, est.New(e())}, X: mat.New(len(at), 0), Head: head, Read: s.read}
}

func floats(n int) []float64 { return make([]float64, n) }

// reach is how far nudges go in float32: there a result is the mean over many settings close to
// the one asked for and symmetric about it, so that rounding averages out. What the curvature
// between them adds is of the order of reach². The logit goes as far as it takes for its
// probability to pass several Floats.
func (u *unit) reach() (a, t float64) {
	if !single {
		return 0, 0
	}
	return max(1e-6, 0x1p-22/(u.theta*(1-u.theta))), 2e-5
}

// cloud is n replicas of the task about the one asked for. Nudges are pairs that cancel, spread
// evenly over the square by the golden ratio's two-dimensional sister (Roberts, 2018). Weights are
// nearly equal, and such that the probability p of the unit and its variance p(1−p), as Floats
// have them, have means θ and θ(1−θ):
//
//	w_r ∝ 1 + c·x_r,  Σ w·x = 0,  x = (p − θ, p(1−p) − θ(1−θ), nudges).
func (u *unit) cloud(n int) []replica {
	const g = 1.32471795724474602596 // g³ = g + 1
	ra, rt := u.reach()
	all := make([]replica, n)
	x := [4][]float64{floats(n), floats(n), floats(n), floats(n)}
	for r := range all {
		k, sign := float64(r/2)+0.5, float64(1-2*(r%2))
		at := nudge{sign * ra * (2*frac(k/g) - 1), sign * rt * (2*frac(k/g/g) - 1)}
		p := probabilities([]float64{u.a + at.a})
		all[r] = replica{nudge: at, p: p}
		v := Float(p[0])
		x[0][r], x[1][r], x[2][r], x[3][r] = p[0]-u.theta, float64(v*(1-v))-u.theta*(1-u.theta), at.a, at.t
	}
	w := level(x[:], n)
	for r := range all {
		all[r].w = w[r] / float64(n)
	}
	return all
}

// level is n weights of mean 1, tilted by each x in turn so that Σ w·x is 0; what is left of x
// beside those before it is what it is tilted by (Gram and Schmidt).
func level(all [][]float64, n int) []float64 {
	w := floats(n)
	for r := range w {
		w[r] = 1
	}
	one := slices.Clone(w)
	before := [][]float64{one}
	for _, x := range all {
		d := slices.Clone(x)
		for _, b := range before {
			c := dot(d, b) / dot(b, b)
			for r := range d {
				d[r] -= c * b[r]
			}
		}
		if square := dot(d, d); square > 1e-8*dot(x, x) {
			c := dot(w, x) / square
			for r := range w {
				w[r] -= c * d[r]
			}
			before = append(before, d)
		}
	}
	return w
}

func dot(a, b []float64) (s float64) {
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func frac(x float64) float64 { return x - math.Floor(x) }
