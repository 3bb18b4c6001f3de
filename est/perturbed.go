package est

import (
	"fmt"
	"math"

	"gater/mat"
)

// Perturbed is the law of the likeliest output under noisy inputs, h = z(a + ε): the K largest of
// a row, with Gumbel noise, which is to draw K units one after the other without putting back; the
// largest of each group, with Gumbel noise, which is Categorical; or independent bits, 1[x > 0] with
// logistic noise, which is Bernoulli. As gates, K of a row or one of a group are open; deployed at a
// threshold the likeliest are, whatever θ is.
type Perturbed struct {
	K     int // how many units of a row are on; 0 means any number
	Group int // how many columns are a group, of which one is on; 0 means that there are none
}

// family is the law, where the K largest are not taken.
func (l Perturbed) family() Family {
	if l.Group > 0 {
		return Categorical{K: l.Group}
	}
	return Bernoulli{}
}

// likeliest is h = z(x); h may be x.
func (l Perturbed) likeliest(h, x mat.M) {
	if l.K > x.Cols {
		panic(fmt.Sprintf("est: Perturbed: K is %d of %d columns: take at most %d", l.K, x.Cols, x.Cols))
	}
	for i := range h.Rows {
		h, x := h.Row(i), x.Row(i)
		switch {
		case l.Group > 0:
			for lo := 0; lo < len(h); lo += l.Group {
				top(h[lo:lo+l.Group], x[lo:lo+l.Group], 1)
			}
		case l.K > 0:
			top(h, x, l.K)
		default:
			for j, x := range x {
				h[j] = step(x > 0)
			}
		}
	}
}

// perturb sets x to a + ε.
func (l Perturbed) perturb(x mat.M, s *Site) {
	l.family().Units(x.Cols)
	for i, u := range s.Uniform().Data {
		u := float64(u)
		ε := math.Log1p(-u) - math.Log(u)
		if l.K > 0 || l.Group > 0 {
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

// Mean is p of bits and of groups; of the K largest it is z(a), without noise, with derivative 0.
func (l Perturbed) Mean(m, dm mat.M, s *Site) {
	if l.K == 0 {
		l.family().Mean(m, dm, s)
		return
	}
	l.likeliest(m, s.A)
	dm.Zero()
}

// Back is the derivative of Mean.
func (l Perturbed) Back(g, v, m mat.M, _ *Site) {
	if l.K == 0 {
		l.family().Pull(g, 1, v, m)
	}
}

// Score is p.
func (l Perturbed) Score(score mat.M, s *Site) { l.family().Score(score, s) }

// Choose is 1[h > θ], or the largest whatever θ.
func (l Perturbed) Choose(h mat.M, θ float64) {
	if l.K == 0 {
		l.family().Choose(h, θ)
		return
	}
	l.likeliest(h, h)
}

// On is 1.
func (Perturbed) On(mat.M, *Site) {}
