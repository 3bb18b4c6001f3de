package kern

// inputs makes them whole numbers.
func (x *Int8) inputs(a []Float, lda, m int, in *Pairs) *quants {
	q := takeQuants()
	q.fill(a, lda, m, x.k, in)
	return q
}

func (x *Int8) mul(q *quants, c []Float, ldc int, bias, _ []Float, _ int, _ *Pairs, first, last, lo, hi int) {
	near := takeBench()
	defer near.giveBack()
	var rows [tallest]int32
	for ; first < last; first += tallest {
		m := min(tallest, last-first)
		for i := range m {
			rows[i] = int32(first + i)
		}
		x.tile(near, q, c[first*ldc:], ldc, bias, rows[:m], 0, lo, hi)
	}
}

func (x *Int8) experts(q *quants, of *Experts, r run) {
	near := takeBench()
	defer near.giveBack()
	w := x.n
	e, rows := of.E[r.lo*w:r.hi*w], of.Open.Row[r.lo:r.hi]
	for len(rows) > 0 {
		m := min(tallest, len(rows))
		x.tile(near, q, e, w, of.B[r.block*w:], rows[:m], r.block, 0, w)
		e, rows = e[m*w:], rows[m:]
	}
}

// tile is y[i, lo:hi] = bias + inputs of row rows[i] times block b, for up to tallest rows.
func (x *Int8) tile(near *bench, q *quants, y []Float, ldy int, bias []Float, rows []int32, b, lo, hi int) {
	c := near.acc[:len(rows)*panelOut]
	step := panelOut
	if x.n <= thin {
		step = thin
	}
	for j := lo; j < hi; j += step {
		w := min(step, hi-j)
		if x.n <= thin {
			x.lines(q, c, rows, b)
		} else {
			clear(c)
			x.panel(near, q, c, rows, x.u[x.at(b, 0, j):][:x.side])
		}
		s := x.scale[b*x.n+j:][:w]
		for i, r := range rows {
			scale8(y[i*ldy+j:][:w], bias[j:][:w], c[i*panelOut:], s, zeroPoint*q.sum[r], q.scale[r])
		}
	}
}

// lines is the dot products of rows with the columns of a thin block.
func (x *Int8) lines(q *quants, c []int32, rows []int32, b int) {
	for i, r := range rows {
		p := q.p[int(r)*q.ld:][:q.ld]
		for j := range x.n {
			c[i*panelOut+j] = line8(p, x.u[(b*x.n+j)*x.side:][:x.side])
		}
	}
}

// panel is c[i, :16] += p·u for rows, row by row where they have different inputs open.
func (x *Int8) panel(near *bench, q *quants, c []int32, rows []int32, u []uint8) {
	at := near.off[:len(rows)]
	if len(q.off) == 0 {
		for i, r := range rows {
			at[i] = int(r) * q.ld
		}
		dot8(c, q.p, at, u, x.side/(groupIn*panelOut))
		return
	}
	for i, r := range rows {
		for s := q.off[r]; s < q.off[r+1]; s++ {
			lo, hi := int(q.span[2*s]), int(q.span[2*s+1])
			at[0] = int(r)*q.ld + lo*groupIn
			dot8(c[i*panelOut:], q.p, at[:1], u[lo*groupIn*panelOut:], hi-lo)
		}
	}
}

func dot8(c []int32, p []int8, rows []int, u []uint8, groups int) {
	if active == nil || active.dot8 == nil {
		dot8Go(c, p, rows, u, groups)
		return
	}
	for len(rows) > 0 {
		m := min(len(rows), len(active.dot8))
		active.dot8[m-1](&c[0], &p[0], &rows[0], &u[0], groups)
		c, rows = c[min(m*panelOut, len(c)):], rows[m:]
	}
}

func line8(p []int8, u []uint8) int32 {
	if active == nil || active.line8 == nil {
		return line8Go(p, u)
	}
	return active.line8(&p[0], &u[0], len(p))
}

func scale8(y, b []Float, c []int32, s []Float, shift int32, t Float) {
	if active == nil || active.scale8 == nil {
		scale8Ref(y, b, c, s, shift, t)
		return
	}
	active.scale8(&y[0], &b[0], &c[0], &s[0], len(y), shift, t)
}
