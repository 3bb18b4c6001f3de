package lab

import "math"

// Stats is how estimates of a gradient compare with the truth. Where the gradient has several
// coordinates, Exact is its root mean square, and Mean and Bias are components along it (see
// frame.along); all else is of a coordinate, mean over coordinates and examples. A standard error
// is 0 where noise was integrated.
type Stats struct {
	Exact    float64 // the truth
	Mean     float64 // E[g]
	Bias     float64 // E[g] − truth
	BiasSE   float64
	MaxBias  float64 // the largest |bias| of a coordinate
	MaxZ     float64 // the largest |bias| of a coordinate in its standard errors; NaN if exact
	Variance float64 // of one estimate
	VarSE    float64
	MSE      float64 // E[(g − truth)²]
	SNR      float64 // √(Σ E[g]² / Σ Var[g]) over coordinates
	Cosine   float64 // of one estimate to the truth, mean over estimates
	CosineSE float64
	Aim      float64 // cosine of the mean estimate to the truth
}

// stats sums up group k. Draws are exact points of noise, or samples of it.
func (t *tally) stats(k int, exact bool) (s Stats) {
	at, n := t.groups[k], float64(len(t.of))
	var energy, spread, weight float64
	mean, bias := floats(len(t.truth[0])), floats(len(t.truth[0]))
	for i := range t.of {
		e := &t.of[i]
		scale := t.scale(i, exact)
		for j := at.Lo; j < at.Hi; j++ {
			mean[j] = t.centre[i][j] + e.sum[j]/e.w
			bias[j] = t.centre[i][j] - t.truth[i][j] + e.sum[j]/e.w
			v := e.variance(j, exact)
			s.MSE += bias[j] * bias[j]
			energy += mean[j] * mean[j]
			spread += v
			s.MaxBias = max(s.MaxBias, math.Abs(bias[j]))
			if z := math.Abs(bias[j]) / math.Sqrt(v/e.n+scale+t.doubt(i, j)); !(z <= s.MaxZ) {
				s.MaxZ = z
			}
			weight++
		}
		s.Exact += t.along(i, at, t.truth[i]) / n
		s.Bias += t.along(i, at, bias) / n
		s.Aim += cosine(mean[at.Lo:at.Hi], t.truth[i][at.Lo:at.Hi]) / n
		g := e.group(k, exact)
		s.BiasSE += g[alongOf].se2
		s.VarSE += g[squareOf].se2
		s.CosineSE += g[cosineOf].se2
		s.Cosine += g[cosineOf].mean / n
	}
	s.Mean = s.Exact + s.Bias
	s.Variance = spread / weight
	s.MSE = s.MSE/weight + s.Variance
	s.SNR = math.Sqrt(energy / spread)
	s.BiasSE, s.VarSE, s.CosineSE = math.Sqrt(s.BiasSE)/n, math.Sqrt(s.VarSE)/n, math.Sqrt(s.CosineSE)/n
	if exact {
		s.MaxZ = math.NaN()
	}
	return s
}

// scale is the square of what rounding may amount to in a coordinate of an example's gradient.
func (t *tally) scale(i int, exact bool) (d float64) {
	for j, g := range t.truth[i] {
		d += (g*g + t.of[i].variance(j, exact)) / float64(len(t.truth[i]))
	}
	return rounding * rounding * d
}

// doubt is the square of the truth's standard error.
func (f *frame) doubt(i, j int) float64 {
	if f.se == nil {
		return 0
	}
	return f.se[i][j] * f.se[i][j]
}

// rounding is the relative error of a mean of Floats that is no sign of bias.
var rounding = map[bool]float64{true: 3e-5, false: 1e-13}[single]

// variance is that of coordinate j: Σ w·d² / w − mean², times n/(n−1) for samples.
func (e *exampleTally) variance(j int, exact bool) float64 {
	m := e.sum[j] / e.w
	v := max(0, e.sq[j]/e.w-m*m)
	if exact {
		return v
	}
	return v * e.n / (e.n - 1)
}

// moment is the mean of a number, and its standard error squared.
type moment struct{ mean, se2 float64 }

func (e *exampleTally) group(k int, exact bool) (out [3]moment) {
	for i, x := range e.groups[k] {
		m := x.sum / e.w
		out[i].mean = m
		if !exact {
			out[i].se2 = max(0, x.sq/e.w-m*m) / (e.n - 1)
		}
	}
	return out
}
