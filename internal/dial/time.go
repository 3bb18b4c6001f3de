package dial

import (
	"gater/data"
	"gater/mat"
	"gater/nn"
)

// Stopwatch times a network on some rows of a set, one thread, so many rows at once.
type Stopwatch struct {
	Now   func() float64 // seconds since some time
	Batch int

	pass   nn.Pass
	x      mat.M
	labels []int32
}

// NewStopwatch takes the first rows of a set.
func NewStopwatch(set *data.Set, rows, batch int, now func() float64) *Stopwatch {
	rows = max(batch, min(rows, set.Len())/batch*batch)
	w := &Stopwatch{Now: now, Batch: batch, x: mat.New(rows, set.Dim()), labels: make([]int32, rows)}
	data.Range(w.x.Data, w.labels, set, 0)
	return w
}

// Lap is the mean time of a batch over the rows, in seconds.
func (w *Stopwatch) Lap(net nn.Layer) float64 {
	began := w.Now()
	n := 0
	for lo := 0; lo+w.Batch <= w.x.Rows; lo += w.Batch {
		w.pass.Run(nn.Use, net, w.x.Slice(lo, lo+w.Batch), done)
		n++
	}
	return (w.Now() - began) / float64(n)
}

func done(*nn.Var) []float64 { return nil }

// Laps times several networks, or one at several settings, in turns, and returns the fastest lap of
// each: all laps do the same, and what comes between only adds. set makes the i-th ready; the first
// round warms up and does not count.
func (w *Stopwatch) Laps(n, rounds int, set func(i int) nn.Layer) []float64 {
	best := make([]float64, n)
	for r := range rounds + 1 {
		for i := range n {
			if t := w.Lap(set(i)); r <= 1 || t < best[i] {
				best[i] = t
			}
		}
	}
	return best
}
