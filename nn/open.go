package nn

import "gater/mat"

// openPairs lists the pairs of rows and blocks whose gate is not 0, or all of them.
func openPairs(p *Pass, g mat.M, width int, all bool) *mat.Pairs {
	o := p.mem.pairs.one()
	*o = mat.Pairs{Rows: g.Rows, Blocks: g.Cols, Width: width}
	o.List(g.Data, all, p.mem.ints.take)
	return o
}

// on is the number of gates that are not 0; without a branch, since gates are noise.
func on(g mat.M) (n int64) {
	for _, v := range g.Data {
		on := int64(0)
		if v != 0 {
			on = 1
		}
		n += on
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
