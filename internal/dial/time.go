package dial

import (
	"slices"

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

// lap adds the time of every batch of the rows to its own list, once a quarter of them has brought back
// into the caches what the network reads.
func (w *Stopwatch) lap(net nn.Layer, times [][]float64) {
	for b := range (len(times) + 3) / 4 {
		w.pass.Run(nn.Use, net, w.x.Slice(b*w.Batch, (b+1)*w.Batch), done)
	}
	for b := range times {
		began := w.Now()
		w.pass.Run(nn.Use, net, w.x.Slice(b*w.Batch, (b+1)*w.Batch), done)
		times[b] = append(times[b], w.Now()-began)
	}
}

func done(*nn.Var) []float64 { return nil }

// Laps times several networks, or one at several settings, in turns, and returns the seconds that each
// takes for a batch:
//
//	t_i = mean_b median_r t_ibr,
//
// over the batches b of the rows and the rounds r. In a round every network has its turn, so that what
// slows the machine for a while slows all of them; and a batch takes less than a turn of the scheduler, so
// that an interruption falls on one of many and its median does not see it. set makes the i-th ready; the
// first round warms up and does not count.
func (w *Stopwatch) Laps(n, rounds int, set func(i int) nn.Layer) []float64 {
	times := make([][][]float64, n)
	for i := range times {
		times[i] = make([][]float64, w.x.Rows/w.Batch)
		w.lap(set(i), make([][]float64, len(times[i])))
	}
	for range rounds {
		for i := range n {
			w.lap(set(i), times[i])
		}
	}
	out := make([]float64, n)
	for i := range out {
		for _, t := range times[i] {
			out[i] += median(t) / float64(len(times[i]))
		}
	}
	return out
}

// median is the middle of x, which it sorts.
func median(x []float64) float64 {
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}
