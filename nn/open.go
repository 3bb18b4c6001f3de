package nn

import (
	"math"

	"gater/mat"
)

// openPairs lists the pairs of rows and blocks whose gate is not 0, or all of them.
func openPairs(p *Pass, g mat.M, width int, all bool) *mat.Pairs {
	o := p.mem.pairs.one()
	*o = mat.Pairs{Rows: g.Rows, Blocks: g.Cols, Width: width,
		Off: p.mem.ints.take(g.Cols + 1), ROff: p.mem.ints.take(g.Rows + 1), Block: p.mem.ints.take(g.Rows*g.Cols + 1)}
	n := 0
	for r := range g.Rows {
		o.ROff[r] = int32(n)
		for k, v := range g.Row(r) {
			o.Block[n] = int32(k)
			n += isOpen(v, all)
		}
	}
	o.ROff[g.Rows] = int32(n)
	o.Block = o.Block[:n]
	byBlock(p, o)
	return o
}

// isOpen is 1 for a gate that is not 0, and for every gate if all are to count; without a branch,
// since gates are noise.
func isOpen(v Float, all bool) int {
	on := 0
	if math.Float64bits(float64(v))<<1 != 0 || all {
		on = 1
	}
	return on
}

// byBlock sorts the pairs of o, which are row by row, by block.
func byBlock(p *Pass, o *mat.Pairs) {
	clear(o.Off)
	for _, k := range o.Block {
		o.Off[k+1]++
	}
	at := p.mem.ints.take(o.Blocks)
	for k := range o.Blocks {
		o.Off[k+1] += o.Off[k]
		at[k] = o.Off[k]
	}
	o.Row = p.mem.ints.take(len(o.Block))
	for r := range o.Rows {
		for _, k := range o.Block[o.ROff[r]:o.ROff[r+1]] {
			o.Row[at[k]] = int32(r)
			at[k]++
		}
	}
}

// on is the number of gates that are not 0.
func on(g mat.M) (n int64) {
	for _, v := range g.Data {
		n += int64(isOpen(v, false))
	}
	return n
}

func isFull(o *mat.Pairs) bool { return len(o.Row) == o.Rows*o.Blocks }

// openMacs is the multiply-adds of the open pairs against the live columns of x.
func openMacs(o *mat.Pairs, x *Var, in int) int64 {
	if x.Open == nil {
		return int64(len(o.Row)) * int64(o.Width) * int64(in)
	}
	n := int64(0)
	for r := range o.Rows {
		n += int64(o.ROff[r+1]-o.ROff[r]) * int64(x.Open.ROff[r+1]-x.Open.ROff[r])
	}
	return n * int64(o.Width) * int64(x.Open.Width)
}
