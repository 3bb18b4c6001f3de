package est

import (
	"fmt"
	"math"

	"gater/mat"
)

// Perturbed is the law of the likeliest output under noisy inputs, h = z(a + ε): the K largest of
// a row, with Gumbel noise, which is to draw K units one after the other without putting back; or
// independent bits, 1[x > 0] with logistic noise, which is Bernoulli. As gates, K of them are open
// in each row; deployed at a threshold the K likeliest are, whatever θ is.
type Perturbed struct {
	K int // how many units of a row are on; 0 means any number
}

// likeliest is h = z(x); h may be x.
func (l Perturbed) likeliest(h, x mat.M) {
	if l.K > x.Cols {
		panic(fmt.Sprintf("est: Perturbed: K is %d of %d columns: take at most %d", l.K, x.Cols, x.Cols))
	}
	for i := range h.Rows {
		h, x := h.Row(i), x.Row(i)
		if l.K > 0 {
			top(h, x, l.K)
			continue
		}
		for j, x := range x {
			h[j] = step(x > 0)
		}
	}
}

// perturb sets x to a + ε.
func (l Perturbed) perturb(x mat.M, s *Site) {
	for i, u := range s.Uniform().Data {
		u := float64(u)
		ε := math.Log1p(-u) - math.Log(u)
		if l.K > 0 {
			ε = -math.Log(-math.Log(u))
		}
		x.Data[i] = s.A.Data[i] + Float(ε)
	}
}

// Sample is z(a + ε).
func (l Perturbed) Sample(h mat.M, s *Site) {
	l.perturb(h, s)
	l.likeliest(h, h)
}

// Mean is p of bits; of the K largest it is z(a), without noise, with derivative 0.
func (l Perturbed) Mean(m, dm mat.M, s *Site) {
	if l.K == 0 {
		Bernoulli{}.Mean(m, dm, s)
		return
	}
	l.likeliest(m, s.A)
	dm.Zero()
}

// Score is p.
func (Perturbed) Score(score mat.M, s *Site) { copy(score.Data, s.P().Data) }

// Choose is 1[h > θ], or the K largest whatever θ.
func (l Perturbed) Choose(h mat.M, θ float64) {
	if l.K == 0 {
		Bernoulli{}.Choose(h, θ)
		return
	}
	l.likeliest(h, h)
}

// On is 1.
func (Perturbed) On(mat.M, *Site) {}
