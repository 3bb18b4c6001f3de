package main

import (
	"time"

	"gater/data"
	"gater/internal/convert"
	"gater/internal/dial"
	"gater/nn"
)

// dialRows is how many validation rows the dial is made on.
const dialRows = 3000

// roundsTimed is how often each setting of the dial is timed.
const roundsTimed = 25

// budgets is what a model keeps of a dial: budgets a twentieth apart, and everything; the last two
// may be further apart, as thresholds have nowhere to go between them.
func budgets(t *dial.Table) (all []dial.Setting) {
	for share := t.Floor().Share; share < 1; share *= 1.05 {
		if s, err := t.At(dial.Budget{Share: share}); err == nil && (len(all) == 0 || s.Macs > all[len(all)-1].Macs) {
			all = append(all, s)
		}
	}
	if f := t.Full(); len(all) == 0 || f.Macs > all[len(all)-1].Macs {
		all = append(all, f)
	}
	return all
}

// calibrate times the settings that the model keeps, single rows on one thread.
func (f *gateFlags) calibrate(table *dial.Table, net *convert.Net, set *data.Set, show *stages) {
	var points []dial.Point
	for _, s := range budgets(table) {
		points = append(points, dial.Point{Thresholds: s.Thresholds, Macs: s.Macs})
	}
	w := dial.NewStopwatch(set, 40, 1, seconds)
	n := 0
	laps := w.Laps(len(points), roundsTimed, func(i int) nn.Layer {
		dial.Apply(net.Gates, points[i].Thresholds)
		n++
		show.step("timing the dial", n, len(points)*(roundsTimed+1))
		return net.Net
	})
	table.Clock = dial.Calibrate(points, laps, thisMachine(time.Now()).CPU)
}

var clockZero = time.Now()

// seconds is a clock.
func seconds() float64 { return time.Since(clockZero).Seconds() }
