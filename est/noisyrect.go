package est

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// NoisyRectifier adds noise before a rectifier and differentiates what is left (Bengio et al.,
// 2013, section 2 and proposition 1):
//
//	h = max(0, a + z),  ∂E[f]/∂a ≈ ∂f/∂h · 1[a + z > 0].
//
// z is Gaussian, or logistic: then P(h > 0) = σ(a) and E[h] = log(1 + eᵃ). Unbiased, since h is
// continuous in a. Calls: Learn.
type NoisyRectifier struct {
	Logistic bool    // logistic noise of scale 1, else Gaussian
	Std      float64 // of the Gaussian noise; 0 means 1
	// Fade multiplies the Gaussian noise as training goes on, so that the gates of training become
	// those that are deployed; nil: 1 throughout.
	Fade *nn.Dial
}

func (e NoisyRectifier) std() float64 {
	std := e.Std
	if std == 0 {
		std = 1
	}
	return std * e.Fade.Value(1)
}

// Check is that there is noise throughout.
func (e NoisyRectifier) Check() error { return positive("NoisyRectifier: Fade", e.Fade, "0.1") }

// Visit names the fading.
func (e NoisyRectifier) Visit(v *nn.Visitor) { v.Into("fade", e.Fade) }

// Sample is h = max(0, a + z), with z = log u − log(1−u) if logistic.
func (e NoisyRectifier) Sample(h mat.M, s *Site) {
	if e.Logistic {
		for i, u := range s.Uniform().Data {
			z := math.Log(float64(u)) - math.Log1p(-float64(u))
			h.Data[i] = max(0, s.A.Data[i]+Float(z))
		}
		return
	}
	σ := Float(e.std())
	for i, z := range s.Normal().Data {
		h.Data[i] = max(0, s.A.Data[i]+σ*z)
	}
}

// Mean is E[h], and its derivative P(h > 0).
func (e NoisyRectifier) Mean(m, dm mat.M, s *Site) {
	for i, a := range s.A.Data {
		y, dy := e.mean(float64(a))
		m.Data[i], dm.Data[i] = Float(y), Float(dy)
	}
}

// mean is E[h] = a·Φ(a/s) + s·φ(a/s) with derivative Φ(a/s); log(1 + eᵃ) and σ(a) if logistic.
func (e NoisyRectifier) mean(a float64) (y, dy float64) {
	if e.Logistic {
		return max(a, 0) + math.Log1p(math.Exp(-math.Abs(a))), 1 / (1 + math.Exp(-a))
	}
	t := a / e.std()
	Φ := 0.5 * math.Erfc(-t/math.Sqrt2)
	φ := math.Exp(-t*t/2) / math.Sqrt(2*math.Pi)
	return a*Φ + e.std()*φ, Φ
}

// Score is a.
func (NoisyRectifier) Score(score mat.M, s *Site) { copy(score.Data, s.A.Data) }

// On is E[h]: a unit may be among those on though a, without the noise, is below 0.
func (e NoisyRectifier) On(h mat.M, s *Site) {
	for i, a := range s.A.Data {
		if h.Data[i] != 0 {
			y, _ := e.mean(float64(a))
			h.Data[i] = Float(y)
		}
	}
}

// Estimate is ∂f/∂h · 1[h > 0].
func (e NoisyRectifier) Estimate(s *Site, f F) []float64 {
	return throughPositive(s, f, Draw(s, e), 1)
}

// About: unbiased, and nothing shut is ever needed.
func (NoisyRectifier) About() About {
	return About{Unbiased: true, Derivative: true, Skips: nn.SkipAll}
}
