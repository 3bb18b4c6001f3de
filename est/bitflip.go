package est

import "gater/nn"

// BitFlip turns over one unit of a row, chosen among all D with equal odds, and leaves the others
// without a gradient (bitflip-1 of Kunes et al., 2022):
//
//	∂E[f]/∂a_i ≈ D·p_i(1−p_i)·(2b_i − 1)·(f(b) − f(b with b_i turned over)).
//
// Unbiased. Of low variance for probabilities near 0 or 1, where DisARM's pair seldom differs. It
// needs no derivative of the loss. Calls: Learn, a Look.
type BitFlip struct{ Bernoulli }

// Estimate is D·p(1−p)(2b − 1)(f(b) − f(b̄)) in one column of each row.
func (e BitFlip) Estimate(s *Site, f F) []float64 {
	b, at := Draw(s, e), s.uniforms(1)
	flipped := s.New()
	copy(flipped.Data, b.Data)
	for i := range b.Rows {
		j := nth(at.Data[i], b.Cols)
		flipped.Row(i)[j] = 1 - b.Row(i)[j]
	}
	f1, _ := f.Learn(b)
	f2 := f.Look(flipped)
	for i := range f1 {
		j := nth(at.Data[i], b.Cols)
		p, b := s.P().Row(i)[j], b.Row(i)[j]
		s.Grad.Row(i)[j] += Float(s.A.Cols) * p * (1 - p) * (2*b - 1) * Float(f1[i]-f2[i])
	}
	return f1
}

// nth is the index below n that a uniform draw stands for.
func nth(u Float, n int) int { return min(int(u*Float(n)), n-1) }

// About: unbiased, two runs, and nothing shut is ever needed.
func (BitFlip) About() About { return About{Unbiased: true, Looks: looks(1), Skips: nn.SkipAll} }
