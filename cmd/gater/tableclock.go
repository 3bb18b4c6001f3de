package main

import (
	"gater/data"
	"gater/internal/dial"
	"gater/nn"
)

// speedBatch is the rows at once that networks on tables are timed with, and speedRounds how often.
const (
	speedBatch  = 128
	speedRounds = 15
)

// clock times deployed networks in turns, one thread, on the first rows of a set: what slows the
// machine for a while slows all of them.
func clock(all []*judged, set *data.Set) {
	for i, c := range []struct{ rows, batch int }{{16 * speedBatch, min(speedBatch, set.Len())}, {200, 1}} {
		w := dial.NewStopwatch(set, c.rows, c.batch, seconds)
		for k, t := range w.Laps(len(all), speedRounds, func(k int) nn.Layer { return all[k].net }) {
			all[k].micros[i] = t / float64(c.batch) * 1e6
		}
	}
}
