package opt

import "gater/internal/kern"

// SGD is gradient descent with classical momentum (Polyak, 1964), as in Bengio, Léonard and
// Courville (2013), where μ grew with the epochs:
//
//	v ← μ·v − lr·g,  w ← w + v.
type SGD struct {
	Momentum Schedule // μ; nil: none, and no memory for v
}

// Moments is v, if there is momentum.
func (r SGD) Moments() []string {
	if r.Momentum == nil {
		return nil
	}
	return sgdMoments
}

var sgdMoments = []string{"momentum"}

// Update is w ← w − lr·g without momentum.
func (r SGD) Update(w, g []Float, m Moments, now Now) {
	if r.Momentum == nil {
		kern.Axpy(w, -Float(now.Rate)*Float(now.Scale), g)
		return
	}
	kern.SGD(w, m[0], g, Float(now.Rate), Float(r.Momentum.At(now.Epoch)), Float(now.Scale))
}
