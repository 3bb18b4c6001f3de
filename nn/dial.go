package nn

import (
	"iter"
	"strconv"
)

// Schedule is a number that changes as training goes on; package opt has a choice of them.
// Epochs have fractions.
type Schedule interface {
	At(epoch float64) float64
}

// Dial is a number that a layer reads while it runs and that training turns, such as a
// temperature or a slope. The trainer sets all dials of a network before each step and records
// them; where a dial stands is state of the network, so that a saved one is used as it was left.
// A nil *Dial stands at whatever its reader takes for its own.
type Dial struct {
	Schedule Schedule
	at       []float64 // one number, once it was set
}

// Turn is a dial that follows a schedule.
func Turn(s Schedule) *Dial { return &Dial{Schedule: s} }

// Fix is a dial that stays at x.
func Fix(x float64) *Dial { return Turn(fixed(x)) }

type fixed float64

func (x fixed) At(float64) float64 { return float64(x) }

// Set turns the dial to where its schedule has it.
func (d *Dial) Set(epoch float64) { d.at = append(d.at[:0], d.Schedule.At(epoch)) }

// Value is where the dial stands: at the start of its schedule until it is set, at own if d is nil.
func (d *Dial) Value(own float64) float64 {
	switch {
	case d == nil:
		return own
	case len(d.at) == 0:
		return d.Schedule.At(0)
	}
	return d.at[0]
}

// String is where the dial stands.
func (d *Dial) String() string {
	if d == nil {
		return "its own"
	}
	return strconv.FormatFloat(d.Value(0), 'g', -1, 64)
}

// Visit names where the dial stands.
func (d *Dial) Visit(v *Visitor) {
	if d == nil || v.done {
		return
	}
	if v.dial != nil {
		v.done = !v.dial(v.path[:max(0, len(v.path)-1)], d)
	}
	v.State("at", &d.at)
}

// Dials yields every dial of a network by name.
func Dials(net Layer) iter.Seq2[string, *Dial] {
	return func(yield func(string, *Dial) bool) { (&Visitor{dial: yield}).walk(net) }
}
