package sparsity

import (
	"fmt"
	"sync"

	"gater/mat"
	"gater/nn"
)

// Revive brings dead units back (proposed in Bengio, Léonard and Courville, 2013, section 2; not
// run there). It wraps a layer of units, and keeps an offset to the input of each and a moving
// average of the share of rows in which it is on, h ≠ 0, in Learn passes:
//
//	y_ij = a_ij + o_j,  r_j ← d·r_j + (1−d)·mean_i 1[h_ij ≠ 0],  r_j starting from the target,
//	o_j ← o_j + step  from when r_j falls below the floor until it is back at the target.
//
// The offset is part of the network and acts at every depth. As r_j lags by 1/(1−d) passes, a
// sigmoid's share on comes back at about 1 + step/(1−d) times the target.
type Revive struct {
	Units  nn.Layer
	Floor  float64 // of r_j
	Target float64 // of r_j, above Floor
	Step   float64 // of o_j; 0 means 0.02
	Decay  float64 // d; 0 means 0.9

	rate, offset, rising, on []float64
}

// Run is Units on y, and back: ∂a = ∂y. At Learn the offsets move, once it is done.
func (l *Revive) Run(p *nn.Pass, a *nn.Var, next nn.Next) []float64 {
	if len(l.rate) != 0 && len(l.rate) != a.Val.Cols {
		panic(fmt.Sprintf("sparsity: Revive of %d units: input has %d columns", len(l.rate), a.Val.Cols))
	}
	y := p.New(a.Val.Rows, a.Val.Cols)
	copy(y.Val.Data, a.Val.Data)
	for j, o := range l.offset {
		if o != 0 {
			shift(y.Val, j, Float(o))
		}
	}
	var loss []float64
	if p.Depth == nn.Learn {
		loss = l.learn(p, y, next)
	} else {
		loss = l.Units.Run(p, y, next)
	}
	if p.Depth >= nn.Slope && a.Grad.Data != nil {
		for i, d := range y.Grad.Data {
			a.Grad.Data[i] += d
		}
	}
	return loss
}

// shift is m[:,j] += o.
func shift(m mat.M, j int, o Float) {
	for i := range m.Rows {
		m.Row(i)[j] += o
	}
}

// learn runs the units with an eye on h, and moves the offsets.
func (l *Revive) learn(p *nn.Pass, y *nn.Var, next nn.Next) []float64 {
	f := reviveFrames.Get().(*reviveFrame)
	f.l, f.p, f.units, f.next = l, p, y.Val.Cols, next
	loss := l.Units.Run(p, y, f.fn)
	*f = reviveFrame{fn: f.fn}
	reviveFrames.Put(f)
	if y.Val.Rows > 0 {
		l.update(y.Val.Rows)
	}
	return loss
}

// reviveFrame is the continuation of the units, pooled with its method value so that a step makes
// no closures.
type reviveFrame struct {
	l     *Revive
	p     *nn.Pass
	units int
	next  nn.Next
	fn    nn.Next
}

var reviveFrames = sync.Pool{New: func() any {
	f := new(reviveFrame)
	f.fn = f.run
	return f
}}

// run counts the units that are on, in the one run that learns.
func (f *reviveFrame) run(h *nn.Var) []float64 {
	if h.Val.Cols != f.units {
		panic(fmt.Sprintf("sparsity: Revive of %d units: their output has %d columns", f.units, h.Val.Cols))
	}
	if f.p.Depth == nn.Learn {
		f.l.count(h.Val)
	}
	return f.next(h)
}

// count is on_j = Σ_i 1[h_ij ≠ 0].
func (l *Revive) count(h mat.M) {
	l.start(h.Cols)
	clear(l.on)
	for i := range h.Rows {
		for j, v := range h.Row(i) {
			if v != 0 {
				l.on[j]++
			}
		}
	}
}

// update moves averages and offsets.
func (l *Revive) update(rows int) {
	d, step := or(l.Decay, 0.9), or(l.Step, 0.02)
	for j := range l.rate {
		l.rate[j] = d*l.rate[j] + (1-d)*l.on[j]/float64(rows)
		switch {
		case l.rate[j] >= l.Target:
			l.rising[j] = 0
		case l.rate[j] < l.Floor:
			l.rising[j] = 1
		}
		l.offset[j] += step * l.rising[j]
	}
}

func (l *Revive) start(units int) {
	if len(l.on) == units {
		return
	}
	l.on = make([]float64, units)
	if len(l.rate) == units { // the state of a checkpoint
		return
	}
	l.rate, l.offset, l.rising = make([]float64, units), make([]float64, units), make([]float64, units)
	for j := range l.rate {
		l.rate[j] = l.Target
	}
}

// Offsets and Rates are o and r as they stand, one a unit; nil before the first Learn. They are
// lent for reading.
func (l *Revive) Offsets() []float64 { return l.offset }
func (l *Revive) Rates() []float64   { return l.rate }

// Visit names the units and the state.
func (l *Revive) Visit(v *nn.Visitor) {
	v.Layer("units", l.Units)
	v.State("rate", &l.rate)
	v.State("offset", &l.offset)
	v.State("rising", &l.rising)
}

// Cost is that of the units.
func (l *Revive) Cost() nn.Cost { return nn.CostOf(l.Units) }
