package dial

import (
	"errors"
	"fmt"
	"sort"
)

// At is the setting for a budget: thresholds between the two points of the path that the budget lies
// between, each a straight line. From the last point but one on it is that point, up to all blocks
// open: there the thresholds have nowhere to go. More time than everything takes is everything.
func (t *Table) At(b Budget) (Setting, error) {
	if b.Seconds > 0 {
		if t.Clock == nil {
			return Setting{}, errors.New("the model has no times for this machine: give the budget as a share, such as 20%")
		}
		return t.at(b, func(p *Point) float64 { return t.Clock.Seconds(p) }, b.Seconds)
	}
	return t.at(b, func(p *Point) float64 { return p.Macs / t.full() }, b.Share)
}

func (t *Table) at(b Budget, cost func(p *Point) float64, most float64) (Setting, error) {
	if len(t.Points) == 0 {
		return Setting{}, errors.New("the model has no dial: it was never measured at other budgets")
	}
	if floor := cost(&t.Points[0]); most < floor*(1-1e-9) {
		f := b
		if b.Seconds > 0 {
			f.Seconds = floor
		} else {
			f.Share = floor
		}
		return Setting{}, fmt.Errorf("a budget of %v is below the model's floor of %v: give that or more", b, f)
	}
	i := sort.Search(len(t.Points), func(i int) bool { return cost(&t.Points[i]) > most*(1+1e-9) }) - 1
	i = max(i, 0) // the floor itself, to the last bit
	if i >= len(t.Points)-2 {
		return t.setting(i, 0), nil
	}
	lo, hi := cost(&t.Points[i]), cost(&t.Points[i+1])
	return t.setting(i, min(1, max(0, (most-lo)/(hi-lo)))), nil
}

// setting is a share w of the way from point i to the next.
func (t *Table) setting(i int, w float64) Setting {
	p := t.Points[i]
	if w > 0 {
		p = between(&p, &t.Points[i+1], w)
	}
	s := Setting{Thresholds: p.Thresholds, Macs: p.Macs, Share: p.Macs / t.full(), Error: p.Expected}
	if t.Clock != nil {
		s.Seconds = t.Clock.Seconds(&p)
	}
	return s
}

// between is a share w of the way from a to b.
func between(a, b *Point, w float64) Point {
	line := func(x, y float64) float64 { return x + w*(y-x) }
	lines := func(x, y []float64) (out []float64) {
		for i := range x {
			out = append(out, line(x[i], y[i]))
		}
		return out
	}
	return Point{Thresholds: lines(a.Thresholds, b.Thresholds), Active: lines(a.Active, b.Active),
		Macs: line(a.Macs, b.Macs), Error: line(a.Error, b.Error),
		Loss: line(a.Loss, b.Loss), Expected: line(a.Expected, b.Expected)}
}
