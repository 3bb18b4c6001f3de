package report

import "math"

// A scale maps values in [lo, hi] to lengths from a to b.
type scale struct {
	lo, hi float64
	a, b   float64
	log    bool
}

// at returns a + (b−a)·(v−lo)/(hi−lo), or the same of logarithms, kept within
// the axis.
func (s scale) at(v float64) float64 {
	lo, hi := s.lo, s.hi
	if s.log {
		lo, hi, v = math.Log(lo), math.Log(hi), math.Log(max(v, lo))
	}
	t := (v - lo) / (hi - lo)
	return s.a + (s.b-s.a)*min(1, max(0, t))
}

// ticks returns some n round values on the axis.
func (s scale) ticks(n int, whole bool) []float64 {
	if s.log {
		return logTicks(s.lo, s.hi, n)
	}
	return linTicks(s.lo, s.hi, n, whole)
}

// linTicks returns the multiples in [lo, hi] of a step of 1, 2 or 5·10ᵏ, about
// n of them; whole asks for integers.
func linTicks(lo, hi float64, n int, whole bool) []float64 {
	if !(hi > lo) || !finite(lo) || !finite(hi) {
		return nil
	}
	raw := (hi - lo) / float64(n)
	base := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * base
	for _, m := range []float64{1, 2, 5} {
		if m*base >= raw*0.99 {
			step = m * base
			break
		}
	}
	if whole {
		step = max(1, math.Round(step))
	}
	var ts []float64
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+1e-9*step && len(ts) < 100; k++ {
		ts = append(ts, k*step+0) // +0: no −0
	}
	return ts
}

// logTicks returns powers of ten in [lo, hi], with 2 and 5 times them, or
// with all digits, where the range is short.
func logTicks(lo, hi float64, n int) []float64 {
	decades := math.Log10(hi / lo)
	digits := []float64{1}
	switch {
	case decades*3 <= float64(n)+2:
		digits = []float64{1, 2, 5}
	case decades*2 <= float64(n)+2:
		digits = []float64{1, 3}
	}
	skip := int(max(1, math.Ceil(decades/float64(n))))
	var ts []float64
	for k := int(math.Floor(math.Log10(lo))); float64(k) <= math.Log10(hi); k += skip {
		for _, d := range digits {
			if t := d * math.Pow(10, float64(k)); t >= lo*0.999 && t <= hi*1.001 {
				ts = append(ts, t)
			}
		}
	}
	return ts
}

// A span is the range of the drawable values shown to it.
type span struct {
	lo, hi, pos float64 // pos is the smallest above zero
	n, zeros    int     // values, and those that are not above zero
}

func (s *span) add(vs ...float64) {
	for _, v := range vs {
		if !finite(v) {
			continue
		}
		if s.n == 0 {
			s.lo, s.hi, s.pos = v, v, math.Inf(1)
		}
		s.n++
		s.lo, s.hi = min(s.lo, v), max(s.hi, v)
		if v > 0 {
			s.pos = min(s.pos, v)
		} else {
			s.zeros++
		}
	}
}

// axis returns a scale that shows the whole span with a little air: from zero
// unless that wastes most of the axis, and logarithmic where the largest value
// is more than logFrom times the smallest above zero.
func (s span) axis(a, b, logFrom float64) scale {
	switch {
	case s.n == 0, s.lo == 0 && s.hi == 0:
		return scale{lo: 0, hi: 1, a: a, b: b}
	case s.lo >= 0 && s.zeros < s.n/2 && s.pos > 1e-12 && s.hi/s.pos > logFrom:
		return scale{lo: s.pos / 1.3, hi: s.hi * 1.2, a: a, b: b, log: true}
	case s.lo >= 0 && s.lo < 0.6*s.hi:
		return scale{lo: 0, hi: s.hi * 1.06, a: a, b: b}
	case s.lo == s.hi:
		d := max(math.Abs(s.hi)/10, 1e-6)
		return scale{lo: s.lo - d, hi: s.hi + d, a: a, b: b}
	}
	d := (s.hi - s.lo) * 0.06
	return scale{lo: s.lo - d, hi: s.hi + d, a: a, b: b}
}
