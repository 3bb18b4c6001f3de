package lab

import (
	"math"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
)

// integrable is a task of one example and one layer of units, of which the inputs are known: the
// moments of an estimator may be had exactly.
type integrable interface {
	Task
	Logits() []float64
}

// nudgeable is an integrable task that comes in replicas which differ by a hair's breadth, so that
// the rounding of Floats averages out.
type nudgeable interface {
	nudged(make func() est.Estimator, at []nudge) *Rig
	cloud(n int) []replica
}

// A replica is a task with its settings nudged: the probabilities of its units as Floats have
// them, and its weight.
type replica struct {
	nudge
	p []float64
	w float64
}

// probabilities is σ(a) in Floats.
func probabilities(a []float64) []float64 {
	p := row(a)
	mat.Sigmoid(p, p)
	return wide(p.Data)
}

const (
	maxCells = 1 << 20 // combinations of coins
	maxNodes = 1 << 20 // combinations of nodes
	evenOut  = 1 << 16 // rows that rounding is averaged over
	maxRows  = 1 << 12 // of a batch
)

// integrator takes exact moments of one estimator on one task.
type integrator struct {
	task   integrable
	make   func() est.Estimator
	learnt memory
	frame  frame
	list   []request
	guard  *measurer
}

// integrate is the exact tally, and how it was had: "enumeration" or "quadrature"; "" if the
// noise is too much, or not of the kinds that can be integrated.
func (e *integrator) integrate() (*tally, string) {
	rec := e.probe()
	if rec.odd || rec.sites > 1 {
		return nil, ""
	}
	e.list = rec.list
	if t := e.coins(); t != nil && e.guard.agrees(t) {
		return t, "enumeration"
	}
	if t := e.smooth(); t != nil && e.guard.agrees(t) {
		return t, "quadrature"
	}
	return nil, ""
}

// probe runs one row and records the noise that it takes.
func (e *integrator) probe() *recorder {
	r := e.task.Rig(e.make, 1)
	r.start()
	r.recall(e.learnt)
	rec := &recorder{noise: esttest.Noise(1), rows: 1}
	r.run(rec)
	return rec
}

// draws calls f for every draw of a row.
func (e *integrator) draws(f func(k int, normal bool)) {
	for _, r := range e.list {
		for k := range r.cols {
			f(k, r.normal)
		}
	}
}

// coins is the tally over all sides of all draws, if the estimate depends on nothing else.
func (e *integrator) coins() *tally {
	at := func(x float64) func(int, *replica) [][]point {
		return func(_ int, r *replica) (axes [][]point) {
			e.draws(func(k int, normal bool) {
				p := r.p[k%len(r.p)]
				if normal {
					axes = append(axes, make([]point, maxCells+1))
				} else {
					axes = append(axes, coin(x, p, 1-p))
				}
			})
			return axes
		}
	}
	one := e.replicas(maxCells)[:1]
	cells := size(at(0.5)(0, &one[0]), maxCells)
	if cells == 0 {
		return nil
	}
	var was []float64
	for i, x := range []float64{0.5, 0.13, 0.71} {
		var now []float64
		g := &grid{e.list, at(x), cells, one}
		if !e.over(g, func(_ int, v []float64, _ float64) { now = append(now, v...) }) {
			return nil
		}
		for j := range now {
			if i > 0 && now[j] != was[j] {
				return nil
			}
		}
		was = now
	}
	return e.tally(&grid{e.list, at(0.5), cells, e.replicas(cells)})
}

// smooth is the tally by quadrature over at most two draws, halving the pieces until nothing
// changes.
func (e *integrator) smooth() *tally {
	var last *tally
	for _, h := range []float64{2, 1, 0.5, 0.25, 0.125} {
		axes := func(i int, r *replica) (axes [][]point) {
			shift := frac(float64(i) * 0.6180339887)
			e.draws(func(k int, gauss bool) {
				z := Logit(r.p[k%len(r.p)])
				if gauss {
					axes = append(axes, normal(h, shift, z, -z, 0))
				} else {
					axes = append(axes, uniform(h, shift, z, -z))
				}
			})
			return axes
		}
		one := e.replicas(maxCells)
		cells := size(axes(0, &one[0]), maxNodes)
		if cells == 0 {
			return nil
		}
		t := e.tally(&grid{e.list, axes, cells, e.replicas(cells)})
		if t == nil || last != nil && t.near(last) {
			return t
		}
		last = t
	}
	return nil
}

// replicas is what a grid is gone through with for rounding to even out.
func (e *integrator) replicas(cells int) []replica {
	if u, ok := e.task.(nudgeable); ok && single {
		return u.cloud(2 * max(4, evenOut/cells/2))
	}
	return []replica{{p: probabilities(e.task.Logits()), w: 1}}
}

// tally is the tally over a grid, with rounding averaged away where the task allows.
func (e *integrator) tally(g *grid) *tally {
	t := newTally(e.frame)
	if !e.over(g, func(_ int, v []float64, w float64) { t.add(0, v, w) }) {
		return nil
	}
	return t
}

// over runs the estimator over all rows of a grid, and reports whether its noise was as recorded.
func (e *integrator) over(g *grid, f func(row int, v []float64, w float64)) bool {
	total := g.cells * len(g.replicas)
	v := floats(len(e.frame.truth[0]))
	for from := 0; from < total; from += maxRows {
		n := min(maxRows, total-from)
		rows := g.rows(from, n)
		r := e.rig(g, from, n)
		r.start()
		r.recall(e.learnt)
		r.run(rows)
		if rows.broken {
			return false
		}
		for i := range n {
			r.Read(i, v)
			f(from+i, v, rows.weight[i])
		}
	}
	return true
}

func (e *integrator) rig(g *grid, from, n int) *Rig {
	u, ok := e.task.(nudgeable)
	if !ok {
		return e.task.Rig(e.make, n)
	}
	at := make([]nudge, n)
	for i := range at {
		at[i] = g.replicas[(from+i)/g.cells].nudge
	}
	return u.nudged(e.make, at)
}

// near reports whether two tallies have the same moments but for rounding.
func (t *tally) near(o *tally) bool {
	a, b := t.stats(0, true), o.stats(0, true)
	tol := map[bool]float64{true: 3e-9, false: 1e-11}[single] * (1 + math.Abs(a.Mean) + a.Variance)
	return math.Abs(a.Mean-b.Mean) <= tol && math.Abs(a.Variance-b.Variance) <= tol
}
