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

// pointsTimed is how many points of the dial are timed, and roundsTimed how often.
const (
	pointsTimed = 12
	roundsTimed = 25
)

// calibrate times the dial, single rows on one thread.
func (f *gateFlags) calibrate(table *dial.Table, net *convert.Net, set *data.Set, show *stages) {
	var points []dial.Point
	for i := range pointsTimed {
		points = append(points, table.Points[i*(len(table.Points)-1)/(pointsTimed-1)])
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
