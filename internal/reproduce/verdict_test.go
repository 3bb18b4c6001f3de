//go:build !js

package reproduce

import (
	"strings"
	"testing"
)

// TestLess: a difference counts from two standard errors on, in either direction, over three seeds.
func TestLess(t *testing.T) {
	low, high, wide := []float64{1, 1.1, 0.9}, []float64{2, 2.1, 1.9}, []float64{0, 2, 4}
	for _, c := range []struct {
		a, b []float64
		want Verdict
	}{
		{low, high, Reproduced}, {high, low, NotReproduced}, {low, low, NotDecidable}, {low, wide, NotDecidable},
		{low[:2], high, NotDecidable}, {low, nil, NotDecidable},
		{[]float64{1, 1, 1}, []float64{2, 2, 2}, Reproduced}, {[]float64{1, 1, 1}, []float64{1, 1, 1}, NotDecidable},
		// d = 0.16 and s = 0.0816: just below and just above two standard errors
		{low, []float64{1.16, 1.26, 1.06}, NotDecidable}, {low, []float64{1.17, 1.27, 1.07}, Reproduced},
	} {
		if got, why := less(c.a, c.b, 1, ""); got != c.want {
			t.Errorf("%v < %v: %s (%s), want %s", c.a, c.b, got, why, c.want)
		}
	}
}

// TestNear: the whole interval must lie within the margin, or outside it.
func TestNear(t *testing.T) {
	x := []float64{1, 1.1, 0.9} // 1 ± 0.0577
	for _, c := range []struct {
		x            []float64
		want, margin float64
		verdict      Verdict
	}{
		{x, 1, 0.2, Reproduced}, {x, 1, 0.1, NotDecidable}, {x, 2, 0.2, NotReproduced}, {x, 1.25, 0.2, NotDecidable},
		{x[:2], 1, 0.2, NotDecidable}, {nil, 1, 1, NotDecidable},
	} {
		if got, why := near(c.x, c.want, c.margin, 1, ""); got != c.verdict {
			t.Errorf("%v near %v ± %v: %s (%s), want %s", c.x, c.want, c.margin, got, why, c.verdict)
		}
	}
}

// agreeing is results that agree with every claim: the paper's own numbers, with a little spread.
func agreeing() (all []*Result) {
	for i := range Rows {
		r := &Result{Row: &Rows[i], Same: true}
		f := Figures{Train: 2e-2, Valid: 1.9, Test: 2.0} // of the variants: worse than their row
		if r.Paper != nil {
			f = *r.Paper
		}
		switch r.Name {
		case "rectifier": // where the claim is false in the paper's own table
			f.Test = 1.9
		case "nr":
			f.Test = 1.87
		case "sigmoid-noise":
			f.Test = 1.86
		}
		for _, d := range []float64{-0.001, 0, 0.001} {
			r.Train, r.Valid, r.Test = append(r.Train, f.Train*(1+d)), append(r.Valid, f.Valid/100*(1+d)), append(r.Test, f.Test/100*(1+d))
			r.Active = append(r.Active, 0.1+d)
		}
		all = append(all, r)
	}
	return all
}

// TestJudge: results that agree with the paper reproduce every claim but the one about the
// rectifier's test error that was bent to agree; the same results with one row of another
// experiment decide nothing; each claim falls when a row that it names is spoilt.
func TestJudge(t *testing.T) {
	for _, c := range Judge(agreeing()) {
		if c.Verdict != Reproduced && c.Text != "baseline rectifier: test error 1.60 %" {
			t.Errorf("%s: %s (%s)", c.Text, c.Verdict, c.Why)
		}
	}
	other := agreeing()
	other[3].Same = false
	for _, c := range Judge(other) {
		if c.Verdict != NotDecidable || !strings.HasPrefix(c.Why, "here ") {
			t.Errorf("not the paper's experiment, and %s: %s (%s)", c.Text, c.Verdict, c.Why)
		}
	}
	for _, c := range Judge(nil) {
		if c.Verdict != NotDecidable {
			t.Errorf("nothing was trained, and %s: %s", c.Text, c.Verdict)
		}
	}
	fallen := map[string]bool{}
	for i := range Rows {
		for _, factor := range []float64{0.3, 3} {
			all := agreeing()
			for k := range all[i].Test {
				all[i].Test[k] *= factor
				all[i].Valid[k] *= factor
				all[i].Train[k] *= factor * factor
				all[i].Active[k] *= factor
			}
			for _, c := range Judge(all) {
				if c.Verdict == NotReproduced {
					fallen[c.Text] = true
				}
			}
		}
	}
	for _, c := range Judge(nil) {
		if !fallen[c.Text] {
			t.Errorf("no spoilt row brings %q down", c.Text)
		}
	}
}
