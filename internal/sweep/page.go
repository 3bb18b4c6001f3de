//go:build !js

package sweep

import (
	"fmt"
	"math"
	"strings"

	"gater/internal/report"
)

// Page is a sweep for its page.
func Page(name string, s *Spec, all []*Record, o *Opening) *report.Sweep {
	p := &report.Sweep{Title: name, Lead: lead(s, all),
		Command: fmt.Sprintf("gater sweep query %s 'SELECT * FROM best ORDER BY valid_error'", name)}
	for _, a := range s.Space {
		p.Axes = append(p.Axes, report.SweepAxis{Name: a.Name, Choices: a.Choices, Log: strings.HasPrefix(a.Kind, "log")})
	}
	for _, w := range Weights(s.Space, all) {
		p.Weights = append(p.Weights, report.SweepWeight{Name: w.Axis, Share: w.Share, Best: w.Best})
	}
	order := Standings(all)
	if o != nil {
		p.Opened, p.Tested = o.Time, fmt.Sprint(o.Candidate)
		for _, t := range o.Tests {
			p.Tests = append(p.Tests, t.Error)
		}
	}
	for _, st := range order {
		p.Points = append(p.Points, pagePoint(s, st))
	}
	return p
}

// lead says what was searched.
func lead(s *Spec, all []*Record) string {
	n := map[string]int{}
	for _, r := range all {
		n[r.State]++
	}
	how := map[string]string{"random": "drawn at random", "grid": "of a grid", "halving": "drawn at random, cut by successive halving"}[s.Search]
	if s.Stop == "median" {
		how += ", losers stopped by the median rule"
	}
	text := fmt.Sprintf("%d candidates %s, on %s: %d trials done, %d stopped, %d failed", len(standings(all, math.MaxInt)), how, s.Data,
		n[Done], n[Stopped], n[Failed])
	if left := n[Waiting] + n[Running] + n[Paused]; left > 0 {
		text += fmt.Sprintf(", %d to go", left)
	}
	return text + "."
}

func pagePoint(s *Spec, st *Standing) report.SweepPoint {
	p := report.SweepPoint{Name: fmt.Sprint(st.Candidate), State: st.Trials[0].State, Error: st.Error, Seeds: len(st.Trials), Epochs: st.Epochs}
	if math.IsInf(p.Error, 0) {
		p.Error = math.NaN()
	}
	for _, a := range s.Space {
		p.Values = append(p.Values, setting(st.Trials[0], a.Name))
	}
	p.Curve = make([]float64, st.Epochs)
	for _, r := range st.Trials {
		if r.State != p.State {
			p.State = r.State
		}
		p.Reason = r.Reason
		for i := range p.Curve {
			p.Curve[i] += r.Epochs[i].ValidError / float64(len(st.Trials))
		}
		if e, ok := r.Best(math.MaxInt); ok {
			p.Active += e.Active / float64(len(st.Trials))
			p.Seconds += r.Epochs[len(r.Epochs)-1].Seconds
		}
	}
	return p
}
