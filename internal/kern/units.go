package kern

// Blocks of one unit that every row has open are the columns of a plain product, in place of a product of one
// column each. Both add the same terms in the same order.

// plain reports whether the layer is such a product.
func (x *Experts) plain() bool {
	return active != nil && x.Open.Width == 1 && x.Open.Rows > 0 && x.In == nil && x.Narrow == nil && x.Open.Len() == x.Open.Rows*x.Open.Blocks
}

// unitsOn runs part i of n of the forward pass of a plain layer: a share of the units.
func (j *job) unitsOn(i, n int) {
	x, rows := j.experts, j.open.Rows
	lo, hi := share(i, n, j.open.Blocks, 12)
	for g := lo; g < hi; g++ {
		fill(x.E[g*rows:(g+1)*rows], x.B[g])
	}
	if lo < hi {
		nt(x.E[lo*rows:], rows, x.W[lo*x.K:], x.K, x.X, x.LdX, nil, hi-lo, rows, x.K)
	}
	for g := lo; g < hi; g++ {
		x.on(x.E[g*rows:(g+1)*rows], x.Y[g*rows:(g+1)*rows], g, j.open.rowsOf(g))
	}
	for r := 0; r < rows && x.DY != nil; r++ {
		clear(x.DY[r*j.open.Blocks+lo : r*j.open.Blocks+hi])
	}
}

// unitsLearn runs part i of n of the gradients of its weights.
func (j *job) unitsLearn(i, n int) {
	x, rows := j.experts, j.open.Rows
	lo, hi := share(i, n, j.open.Blocks, 6)
	for g := lo; g < hi; g++ {
		x.biases(g)
	}
	if lo < hi {
		nn(x.DW[lo*x.K:], x.K, x.DE[lo*rows:], rows, x.X, x.LdX, nil, hi-lo, x.K, rows)
	}
}

// fill sets x to v.
func fill(x []Float, v Float) {
	for i := range x {
		x[i] = v
	}
}

// units is how many blocks from block k on, at most n, are single units that the same rows have open, the first
// so many of the batch.
func (o *Outer) units(k, n int) (blocks int) {
	if active == nil || o.N != 1 || o.LdB != 1 || o.Live {
		return 0
	}
	rows := o.Off[k+1] - o.Off[k]
	for rows > 0 && blocks < n && o.Off[k+blocks+1]-o.Off[k+blocks] == rows && o.Row[o.Off[k+blocks+1]-1] == rows-1 {
		blocks++
	}
	return blocks
}
