package est

import "gater/mat"

// Smooth is a law without noise of its own: units whose value can be asked for at any input, as
// the perturbation estimators do.
type Smooth interface {
	Law
	Value(h, a mat.M) // h may be a
}

// Identity is the law h = a.
type Identity struct{}

// Value is h = a.
func (Identity) Value(h, a mat.M) { copy(h.Data, a.Data) }

// Sample is h = a; it draws nothing.
func (Identity) Sample(h mat.M, s *Site) { copy(h.Data, s.A.Data) }

// Mean is a, with derivative 1.
func (Identity) Mean(m, dm mat.M, s *Site) {
	copy(m.Data, s.A.Data)
	dm.Fill(1)
}

// Score is a.
func (Identity) Score(score mat.M, s *Site) { copy(score.Data, s.A.Data) }

// On is a.
func (Identity) On(h mat.M, s *Site) {
	for i, a := range s.A.Data {
		h.Data[i] *= a
	}
}

// smooth is the law of a perturbation estimator's units: φ, or the sigmoid if it is nil.
type smooth struct{ φ Smooth }

func (u smooth) law() Smooth {
	if u.φ == nil {
		return Sigmoid{}
	}
	return u.φ
}
