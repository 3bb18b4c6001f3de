package bench

import (
	"fmt"
	"slices"

	"gater/internal/kern"
	"gater/mat"
)

// Costs is what a machine takes by each way of multiplying.
type Costs = kern.Costs

// Kernels is the name of the kernels in use.
func Kernels() string { return kern.CPU() }

// Calibrate measures what a multiply-add takes by each way of multiplying gated inputs with weights,
// on one thread: a layer of 64 blocks of 32 units in front of 1,024 outputs, half of its pairs open,
// and one example of it.
//
//	Block = T/(pairs·32·1024) for 128 rows, Lone for one row, Row for one row by rows,
//	Dense = T/(128·2048·1024).
func Calibrate(now Clock, log func(format string, args ...any)) Costs {
	const rows, blocks, width, n = 128, 64, 32, 1024
	w, bias := weights(blocks*width, n, 1), matrix(1, n, 2)
	ns := func(way kern.Way, rows int, macs func(o *mat.Pairs) int) float64 {
		open := pairs(subset(rows, blocks, blocks/2, 3), width)
		live, all, c := matrix(open.Len(), width, 4), matrix(rows, blocks*width, 5), mat.New(rows, n)
		side := timed("", now, func() {
			(*kern.Pool)(nil).LiveNNBy(way, c.Data, n, bias.Data, live.Data, all.Data, w.Data, w.Ld(), open, n)
		})
		t, _ := side.Run(max(9, 900/rows)) // a timed function does not fail
		cost := slices.Sorted(slices.Values(t))[len(t)/2] / float64(macs(open)) * 1e9
		log("  %-6s %4d rows  %.4f ns a multiply-add", way, rows, cost)
		return cost
	}
	live := func(o *mat.Pairs) int { return o.Len() * width * n }
	all := func(o *mat.Pairs) int { return o.Rows * blocks * width * n }
	return Costs{
		Block: ns(kern.ByBlocks, rows, live),
		Lone:  ns(kern.ByBlocks, 1, live),
		Row:   ns(kern.ByRows, 1, live),
		Dense: ns(kern.ByDense, rows, all),
	}
}

// way is how the layer behind the last gated one multiplies.
func (m *model) way(n Net) string {
	g := m.gates[len(m.gates)-1]
	open := pairs(g.patterns[0], n.Width)
	return fmt.Sprint(m.pass.Pool.Way(open, n.Out))
}
