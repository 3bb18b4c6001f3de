package est

import (
	"fmt"

	"gater/mat"
	"gater/nn"
)

// Surrogate keeps a hard step and lets the gradient pass through a curve in place of the step's
// derivative, as spiking networks do (Zenke and Ganguli, 2018; Neftci, Mostafa and Zenke, 2019):
//
//	∂E[f]/∂a ≈ ∂f/∂h · c(a),  h = 1[a > 0],  or P(h = 1) = p when sampled,
//
// with c one of Curves. Biased; without noise unless sampled, and then, with the sigmoid curve at
// sharpness 1, StraightThroughSigmoid. ∂f/∂h of a unit that is off needs the value of what it
// shuts, unless only units that are on are to learn: then nothing shut is ever needed. Calls: Learn.
type Surrogate struct {
	Bernoulli
	Curve     string  // a name in Curves; "" means arctan
	Sharpness float64 // k of the curve; 0 means its own
	Sampled   bool    // units are drawn, else they are on where a > 0
	Open      bool    // units that are off learn nothing, as with StraightThroughOpen
}

func (e Surrogate) curve() (c Curve, ok bool) {
	name := e.Curve
	if name == "" {
		name = "arctan"
	}
	for _, c := range Curves {
		if c.Name == name {
			if e.Sharpness != 0 {
				c.Sharpness = e.Sharpness
			}
			return c, true
		}
	}
	return c, false
}

// Sample is 1[a > 0], or Bernoulli's.
func (e Surrogate) Sample(h mat.M, s *Site) {
	if e.Sampled {
		e.Bernoulli.Sample(h, s)
		return
	}
	for i, a := range s.A.Data {
		h.Data[i] = step(a > 0)
	}
}

// Mean is 1[a > 0], with derivative 0 like the step, or Bernoulli's.
func (e Surrogate) Mean(m, dm mat.M, s *Site) {
	if e.Sampled {
		e.Bernoulli.Mean(m, dm, s)
		return
	}
	e.Sample(m, s)
	dm.Zero()
}

// Estimate is ∂f/∂h · c(a).
func (e Surrogate) Estimate(s *Site, f F) []float64 {
	c, _ := e.curve()
	h := Draw(s, e)
	loss, df := f.Learn(h)
	for i, d := range df.Data {
		if !e.Open || h.Data[i] != 0 {
			s.Grad.Data[i] += d * Float(c.At(float64(s.A.Data[i]), c.Sharpness))
		}
	}
	return loss
}

// Check is that the curve is known and its sharpness above 0.
func (e Surrogate) Check() error {
	if _, ok := e.curve(); !ok {
		return fmt.Errorf("est: Surrogate: unknown curve %q: choose one of %s", e.Curve, curveNames())
	}
	if !(e.Sharpness >= 0) {
		return fmt.Errorf("est: Surrogate: the sharpness is %v: it must be above 0, or 0 for the curve's own", e.Sharpness)
	}
	return nil
}

// About: biased, and shut blocks are needed in training unless only what is open learns.
func (e Surrogate) About() About {
	if e.Open {
		return About{Derivative: true, Skips: nn.SkipAll}
	}
	return About{Derivative: true, Skips: nn.SkipForward}
}
