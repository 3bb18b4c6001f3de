package est

import "gater/nn"

// UGC gives each unit the estimate that suits its probability: BitFlip near 0 and 1, DisARM
// elsewhere (unbiased gradient variance clipping, Kunes et al., 2022). With m = min(p, 1−p) and B
// the units of the row with m < 1/2D, of which one is turned over,
//
//	∂E[f]/∂a_i ≈ |B|·p_i(1−p_i)·(2b_i − 1)·(f(b) − f(b with b_i turned over))  for i in B,
//	∂E[f]/∂a_i ≈ ½·(f(b) − f(b̃))·(b_i − b̃_i)·σ(|a_i|)                          elsewhere.
//
// Unbiased. In B the mean square is at most ½·m(1−m)²·E[δ²], with δ what one bit changes; that
// of DisARM is ½·m(1−m)²·E[Δ²], with Δ what the pair differs by. So UGC is never above DisARM
// where E[δ²] ≤ E[Δ²], as for every sum of functions of one bit; where pairs cancel by
// construction, as in 1[b₁ = b₂], it can be. (The paper turns over any of the D units; among B
// alone the factor is smaller.) It needs no derivative of the loss. Calls: Learn, two Looks.
type UGC struct{ Bernoulli }

// Estimate is DisARM's away from the boundary, and BitFlip's in one column near it.
func (e UGC) Estimate(s *Site, f F) []float64 {
	_, b, anti := antithetic(s)
	at, flipped := s.uniforms(1), s.New()
	copy(flipped.Data, b.Data)
	for i := range b.Rows {
		if j, n := e.turned(s.P().Row(i), at.Data[i]); n > 0 {
			flipped.Row(i)[j] = 1 - b.Row(i)[j]
		}
	}
	f1, _ := f.Learn(b)
	f2 := f.Look(anti)
	f3 := f.Look(flipped)
	for i := range f1 {
		g, b, anti, ps := s.Grad.Row(i), b.Row(i), anti.Row(i), s.P().Row(i)
		d := Float(f1[i]-f2[i]) / 2
		for j, p := range ps {
			if !e.near(p, len(ps)) {
				g[j] += d * (b[j] - anti[j]) * max(p, 1-p)
			}
		}
		if j, n := e.turned(ps, at.Data[i]); n > 0 {
			g[j] += Float(n) * ps[j] * (1 - ps[j]) * (2*b[j] - 1) * Float(f1[i]-f3[i])
		}
	}
	return f1
}

// near reports whether a unit of d is in B.
func (UGC) near(p Float, d int) bool { return min(p, 1-p)*2*Float(d) < 1 }

// turned is the unit of B that u chooses, and |B|.
func (e UGC) turned(p []Float, u Float) (unit, n int) {
	for _, q := range p {
		if e.near(q, len(p)) {
			n++
		}
	}
	at := nth(u, n)
	for j, q := range p {
		if e.near(q, len(p)) {
			if at == 0 {
				return j, n
			}
			at--
		}
	}
	return 0, n
}

// About: unbiased, three runs, and nothing shut is ever needed.
func (UGC) About() About { return About{Unbiased: true, Looks: looks(2), Skips: nn.SkipAll} }
