package report

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// column returns one quantity of all epochs, as a curve.
func (r *Run) column(name string, colour int, of func(Epoch) float64) series {
	s := series{name: name, colour: colour}
	for _, e := range r.Epochs {
		s.x = append(s.x, float64(e.Epoch))
		s.y = append(s.y, of(e))
	}
	return s
}

func value(p *float64) float64 {
	if p == nil {
		return math.NaN()
	}
	return *p
}

// Quantities of an epoch.
func trainError(e Epoch) float64    { return e.TrainError }
func validError(e Epoch) float64    { return e.ValidError }
func deployedError(e Epoch) float64 { return value(e.ValidErrorDeployed) }
func trainLoss(e Epoch) float64     { return float64(e.TrainLoss) }
func validLoss(e Epoch) float64     { return float64(e.ValidLoss) }
func penalty(e Epoch) float64       { return float64(e.Penalty) }
func active(e Epoch) float64        { return e.Active }
func activeValid(e Epoch) float64   { return e.ActiveValid }
func dead(e Epoch) float64          { return float64(e.Dead) }
func rate(e Epoch) float64          { return e.Rate }
func momentum(e Epoch) float64      { return e.Momentum }
func speed(e Epoch) float64         { return e.ExamplesPerSecond }
func lambda(e Epoch) float64        { return value(e.Lambda) }

// chosen is the error that the best epoch is chosen by: the deployed network's, where it is known.
func chosen(e Epoch) float64 {
	if e.ValidErrorDeployed != nil {
		return *e.ValidErrorDeployed
	}
	return e.ValidError
}

// curves draws error and loss.
func (r *Run) curves() []figure {
	err := chart{title: "Error", xname: "epoch", whole: true, log: logEarly, format: percent, series: []series{
		r.column("validation", 0, validError),
		r.column("training", 1, trainError),
		r.column("deployed", 2, deployedError),
	}}
	loss := chart{title: "Loss", xname: "epoch", whole: true, log: logEarly, format: number, series: []series{
		r.column("validation", 0, validLoss),
		r.column("training", 1, trainLoss),
	}}
	err.series[2].gaps = true
	err.series[1].thin, err.series[2].thin, loss.series[1].thin = true, true, true
	if b, ok := r.best(); ok {
		name := fmt.Sprintf("best %d", b.Epoch)
		err.mark = &mark{name, float64(b.Epoch), chosen(b)}
		loss.mark = &mark{name, float64(b.Epoch), float64(b.ValidLoss)}
	}
	return []figure{err.figure(), loss.figure()}
}

// activity draws the active fraction against its target, and the dead blocks.
func (r *Run) activity() []figure {
	act := chart{title: "Active fraction of the blocks", xname: "epoch", whole: true, log: logLate, format: percent,
		series: []series{r.column("validation", 0, activeValid), r.column("training", 1, active)}}
	act.series[1].thin = true
	if a := r.asked(); a > 0 {
		act.target = &target{"asked", a, margin}
	}
	d := chart{title: fmt.Sprintf("Dead blocks, of %s", integer(r.blocks())), xname: "epoch", whole: true,
		wholeY: true, log: logNever, format: number, series: []series{r.column("never open on validation", 3, dead)}}
	return []figure{act.figure(), d.figure()}
}

// Distance from the asked active fraction that passes as met: one point.
const margin = 0.01

// activitySaid says whether the target was met.
func (r *Run) activitySaid() string {
	e, ok := r.last()
	switch {
	case r.blocks() == 0:
		return "There are no gated blocks."
	case !ok:
		return "No epoch is recorded yet."
	}
	s := fmt.Sprintf("After epoch %d, %s of the blocks were open on the validation set", e.Epoch, percent(e.ActiveValid))
	if a := r.asked(); a > 0 {
		d := e.ActiveValid - a
		points := trimZeros(sig(math.Abs(100*d), 2))
		switch {
		case math.Abs(d) < 0.0005:
			s += fmt.Sprintf(", as asked (%s)", percent(a))
		case math.Abs(d) <= margin:
			s += fmt.Sprintf(", %s points from the %s asked: within the margin of one point", points, percent(a))
		default:
			s += fmt.Sprintf(", %s points from the %s asked: outside the margin of one point", points, percent(a))
		}
	}
	s += "."
	if e.Dead == 0 {
		return s + " No block is dead: each ran for some validation example."
	}
	return s + fmt.Sprintf(" %s of %s never ran there.", integer(e.Dead), count(r.blocks(), "block"))
}

// quantity is a number of an epoch and how it is shown.
type quantity struct {
	title, name string
	of          func(Epoch) float64
	format      func(float64) string
}

// dials is the temperatures and slopes that the last epoch has.
func (r *Run) dials() (q []quantity) {
	e, _ := r.last()
	for _, name := range slices.Sorted(maps.Keys(e.Dials)) {
		of := func(e Epoch) float64 {
			if x, ok := e.Dials[name]; ok {
				return x
			}
			return math.NaN()
		}
		q = append(q, quantity{"Dial " + name, name, of, number})
	}
	return q
}

// schedule draws what was set rather than measured, where it changed.
func (r *Run) schedule() (figs []figure) {
	quantities := []quantity{
		{"Learning rate", "rate", rate, number},
		{"Momentum", "momentum", momentum, number},
		{"Penalty weight λ", "λ", lambda, number},
		{"Penalty", "penalty", penalty, number},
		{"Training examples per second", "examples", speed, si},
	}
	for i, q := range append(quantities, r.dials()...) {
		var seen span
		s := r.column(q.name, i, q.of)
		seen.add(s.y...)
		if seen.n < 2 || seen.lo == seen.hi {
			continue
		}
		s.gaps = true
		figs = append(figs, chart{title: q.title, xname: "epoch", whole: true, log: logLate, format: q.format,
			series: []series{s}}.figure())
	}
	return figs
}
