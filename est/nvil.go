package est

import (
	"errors"
	"math"

	"gater/mat"
	"gater/nn"
)

// NVIL is the score function with a baseline that knows the row (Mnih and Gregor, 2014,
// arXiv 1402.0030, algorithm 1):
//
//	∂E[L]/∂a ≈ (h − p)·(L − C(x) − c) / max(1, √v),  C down (L − C(x) − c)²,
//
// with x the units' input or what From kept, and c and v running averages of L − C(x) and of its
// variance. All are those from before the batch, so that the estimate is unbiased, but for the scale
// that v gives it if Normalise is set. It needs no derivative of the loss. Calls: Learn.
type NVIL struct {
	Discrete
	Critic    *Critic // C
	From      *Tap    // what knows x; nil: the units' input
	Moments   *Moving // c and v
	Normalise bool    // divide by max(1, √v)
}

// Estimate is (h − p)(L − C(x) − c).
func (e NVIL) Estimate(s *Site, f F) []float64 {
	h, x := Draw(s, e), s.A
	if e.From != nil {
		x = e.From.x
	}
	loss, _ := f.Learn(h)
	signal, rest, c := credit(f, loss), s.floats(len(loss)), e.Moments.mean()
	for i, l := range signal {
		rest[i] = l - e.Critic.at(x.Row(i))
	}
	scale := 1.0
	if e.Normalise {
		scale = max(1, math.Sqrt(e.Moments.variance()))
	}
	for i := range rest {
		e.Critic.at(x.Row(i))
		e.Critic.back(x.Row(i), -2*(rest[i]-c)/float64(len(rest)))
	}
	e.Moments.add(rest)
	for i := range rest {
		rest[i] = (rest[i] - c) / scale
	}
	addScore(s.Grad, rest, values(nil, h.Cols), h, e.family().Prob(s))
	if len(rest) > 0 {
		e.Critic.learn()
	}
	return loss
}

// Check is that there are a critic and its moments.
func (e NVIL) Check() error {
	if e.Critic == nil || e.Moments == nil {
		return errors.New("est: NVIL: give it a critic, &Critic{}, and moments, &Moving{}, or take Reinforce")
	}
	return e.Discrete.Check()
}

// Visit names the critic's state, and the averages.
func (e NVIL) Visit(v *nn.Visitor) {
	v.Into("critic", e.Critic)
	v.Into("moments", e.Moments)
}

// About: unbiased unless scaled, and nothing shut is ever needed.
func (e NVIL) About() About { return About{Unbiased: !e.Normalise, Skips: nn.SkipAll} }

// Tap is a layer that lets a value through and keeps it for a critic downstream, as the input of
// a network whose units are several layers further on. A pass at a time may use it.
type Tap struct{ x mat.M }

// Run keeps x until it comes back.
func (t *Tap) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	old := t.x
	t.x = x.Val
	loss := next(x)
	t.x = old
	return loss
}
