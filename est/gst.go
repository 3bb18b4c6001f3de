package est

import (
	"fmt"
	"math"

	"gater/mat"
	"gater/nn"
)

// GappedStraightThrough comes back through inputs that were moved, without noise, until they agree
// with the outcome (Fan et al., 2022, arXiv 2206.07235, section 4):
//
//	∂E[f]/∂a ≈ J(y)·∂f/∂h / τ,  y = softmax(a′/τ),
//	a′_d = max a for the d that is on,  a′_j = a_j − max(0, a_j − max a + gap) for the others,
//
// so that the outcome leads by the gap at least; the moves themselves are held constant. A bit is
// the group (0, a): y = σ(a′/τ) with a′ = max(a, gap) if it is on and min(a, −gap) if not.
// Biased. Calls: Learn.
type GappedStraightThrough struct {
	Discrete
	Tau *nn.Dial // τ; nil: ½
	Gap float64  // 0 means −log(1 − p_d)/p_d, the mean lead of the outcome that is on
}

// Estimate is J(y)·∂f/∂h / τ.
func (e GappedStraightThrough) Estimate(s *Site, f F) []float64 {
	h, y, τ := Draw(s, e), s.New(), temperature(e.Tau)
	loss, df := f.Learn(h)
	e.family().(gapped).lead(y, h, s.A, e.Gap)
	e.family().Relax(y, y, τ)
	e.family().Pull(s.Grad, 1/τ, df, y)
	return loss
}

// gapped is a family whose inputs can be moved: z is a′ of h.
type gapped interface {
	lead(z, h, a mat.M, gap float64)
}

func (Bernoulli) lead(z, h, a mat.M, gap float64) {
	for i, a := range a.Data {
		sign := 2*h.Data[i] - 1
		z.Data[i] = sign * max(sign*a, Float(leading(gap, softplus(float64(sign*a)))))
	}
}

func (c Categorical) lead(z, h, a mat.M, gap float64) {
	for lo := 0; lo < len(a.Data); lo += c.K {
		z, a := z.Data[lo:lo+c.K], a.Data[lo:lo+c.K]
		d, others, top := on(h.Data[lo:lo+c.K]), math.Inf(-1), a[0]
		for j, v := range a {
			top = max(top, v)
			if j != d {
				others = logAdd(others, float64(v))
			}
		}
		gap := Float(leading(gap, softplus(float64(a[d])-others)))
		for j, v := range a {
			z[j] = v - max(0, v-top+gap)
		}
		z[d] = top
	}
}

// leading is the gap, or −log(1−p)/p out of −log(1−p).
func leading(gap, minusLog float64) float64 {
	if gap != 0 {
		return gap
	}
	if minusLog < 1e-8 {
		return 1
	}
	return minusLog / -math.Expm1(-minusLog)
}

// Check is that τ and the gap are above 0, and that the family can be moved.
func (e GappedStraightThrough) Check() error {
	if _, ok := e.family().(gapped); !ok {
		return fmt.Errorf("est: GappedStraightThrough does not know units of %T: take StraightThrough", e.Of)
	}
	if !(e.Gap >= 0) || math.IsInf(e.Gap, 0) {
		return fmt.Errorf("est: GappedStraightThrough: the gap is %v: it must be a number above 0, or 0 for its own", e.Gap)
	}
	return first(e.Discrete.Check(), positive("GappedStraightThrough: τ", e.Tau, "0.5"))
}

// Visit names τ.
func (e GappedStraightThrough) Visit(v *nn.Visitor) { v.Into("tau", e.Tau) }

// About: biased, and shut blocks are needed in training.
func (GappedStraightThrough) About() About { return About{Derivative: true, Skips: nn.SkipForward} }
