//go:build !js

package reproduce

import (
	"fmt"
	"math"
)

// Verdict is what a reproduction says about a claim.
type Verdict string

// The verdicts.
const (
	Reproduced    Verdict = "reproduced"
	NotReproduced Verdict = "not reproduced"
	NotDecidable  Verdict = "not decidable"
)

// needed is the seeds below which a standard error says little.
const needed = 3

// distance is two standard errors, what a difference must exceed to count.
const distance = 2

// less is the verdict on mean(a) < mean(b), from d = mean(b) − mean(a) in units of
//
//	s = √(s_a²/n_a + s_b²/n_b):
//
// reproduced for d ≥ 2s, not reproduced for d ≤ −2s, and between them not decidable.
func less(a, b []float64, scale float64, unit string) (Verdict, string) {
	if len(a) < needed || len(b) < needed {
		return NotDecidable, fmt.Sprintf("%d and %d seeds, at least %d are needed", len(a), len(b), needed)
	}
	ma, sa := meanSE(a)
	mb, sb := meanSE(b)
	d, s := mb-ma, math.Hypot(sa, sb)
	why := fmt.Sprintf("%.4g%s against %.4g%s: %.4g ± %.2g", scale*ma, unit, scale*mb, unit, scale*d, scale*s)
	switch {
	case d > 0 && d >= distance*s:
		return Reproduced, why
	case d < 0 && -d >= distance*s:
		return NotReproduced, why
	}
	return NotDecidable, why
}

// near is the verdict on |mean(x) − want| ≤ margin: reproduced if that holds over all of mean ± 2s,
// not reproduced if it holds nowhere there, and else not decidable.
func near(x []float64, want, margin, scale float64, unit string) (Verdict, string) {
	if len(x) < needed {
		return NotDecidable, fmt.Sprintf("%d seeds, at least %d are needed", len(x), needed)
	}
	m, s := meanSE(x)
	off := math.Abs(m - want)
	why := fmt.Sprintf("%.4g ± %.2g%s, wanted %.4g ± %.2g", scale*m, scale*s, unit, scale*want, scale*margin)
	switch {
	case off+distance*s <= margin:
		return Reproduced, why
	case off-distance*s > margin:
		return NotReproduced, why
	}
	return NotDecidable, why
}

// all joins verdicts on parts of a claim: it is reproduced if all are, and not if one is not.
func all(parts ...Verdict) Verdict {
	v := Reproduced
	for _, p := range parts {
		if p == NotReproduced {
			return NotReproduced
		}
		if p == NotDecidable {
			v = NotDecidable
		}
	}
	return v
}
