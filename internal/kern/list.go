package kern

import bit "math/bits"

// gatesOnce is how many gates of a row are looked at before those that are open are listed.
const gatesOnce = 1024

// List lists the pairs of which the gate in g, Rows×Blocks numbers, is not 0, or all of them. take
// gives it memory for so many numbers. Products take the lists on trust: nobody writes them later.
func (o *Pairs) List(g []Float, all bool, take func(n int) []int32) {
	checkMat("List", "g", g, o.Blocks, o.Rows, o.Blocks)
	o.ROff, o.Block = take(o.Rows+1), take(o.Rows*o.Blocks)
	near := takeBench()
	n := 0
	for r := range o.Rows {
		o.ROff[r] = int32(n)
		for k := 0; k < o.Blocks; k += gatesOnce {
			for i, w := range near.gateBits(g[r*o.Blocks+k:][:min(gatesOnce, o.Blocks-k)], all) {
				for ; w != 0; w &= w - 1 {
					o.Block[n] = int32(k + 64*i + bit.TrailingZeros64(w))
					n++
				}
			}
		}
	}
	near.giveBack()
	o.ROff[o.Rows] = int32(n)
	o.Block = o.Block[:n]
	o.ByBlock(take)
	o.listed = true
}

// gateBits is a bit for every gate that is not 0, or for every gate.
func (w *bench) gateBits(g []Float, all bool) []uint64 {
	to := w.gates[:(len(g)+63)/64]
	switch {
	case all:
		for i := range to {
			to[i] = ^uint64(0) >> max(0, 64*(i+1)-len(g))
		}
	case active == nil || active.gateBits == nil:
		gateBitsRef(to, g)
	default:
		to[len(to)-1] = 0
		active.gateBits(&to[0], &g[0], len(g))
	}
	return to
}

// ByBlock lists the pairs that are listed row by row, block by block too.
func (o *Pairs) ByBlock(take func(n int) []int32) {
	o.Off, o.Row = take(o.Blocks+1), take(len(o.Block))
	clear(o.Off)
	for _, k := range o.Block {
		o.Off[k+1]++
	}
	at := take(o.Blocks)
	for k := range o.Blocks {
		o.Off[k+1] += o.Off[k]
		at[k] = o.Off[k]
	}
	for r := range o.Rows {
		for _, k := range o.of(int32(r)) {
			o.Row[at[k]] = int32(r)
			at[k]++
		}
	}
}
