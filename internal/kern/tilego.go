package kern

// The products in plain Go: a few elements at a time, so that each value loaded
// is used more than once. Each element is summed in the order of ref.go, and
// Float(a*b) keeps the compiler from fusing: the bits are those of the
// reference, on every machine.

// ntGo is nt, two rows by four columns at a time.
func ntGo(c []Float, ldc int, to []int32, a []Float, lda int, rows []int32, b []Float, ldb int, m, n, k int) {
	for i := 0; i < m; i += 2 {
		r, s := row(rows, i), row(rows, min(i+1, m-1))
		f, h := row(to, i), row(to, min(i+1, m-1))
		x, y := a[r*lda:][:k], a[s*lda:][:k]
		for j := 0; j < n; j += 4 {
			w := min(4, n-j)
			p, q := dots(x, y, b, ldb, j, w)
			for t := range w {
				c[f*ldc+j+t] += p[t]
				if h != f {
					c[h*ldc+j+t] += q[t]
				}
			}
		}
	}
}

// dots returns the dot products of x and y with the w ≤ 4 rows of b from row j.
func dots(x, y, b []Float, ldb, j, w int) (p, q [4]Float) {
	k := len(x)
	b0, b1 := b[j*ldb:][:k], b[(j+min(1, w-1))*ldb:][:k]
	b2, b3 := b[(j+min(2, w-1))*ldb:][:k], b[(j+w-1)*ldb:][:k]
	y = y[:k]
	var p0, p1, p2, p3, q0, q1, q2, q3 Float
	for l, u := range x {
		v := y[l]
		p0 += Float(u * b0[l])
		q0 += Float(v * b0[l])
		p1 += Float(u * b1[l])
		q1 += Float(v * b1[l])
		p2 += Float(u * b2[l])
		q2 += Float(v * b2[l])
		p3 += Float(u * b3[l])
		q3 += Float(v * b3[l])
	}
	return [4]Float{p0, p1, p2, p3}, [4]Float{q0, q1, q2, q3}
}

// nnGo is nn, four rows of b at a time.
func nnGo(c []Float, ldc int, to []int32, a []Float, lda int, rows []int32, b []Float, ldb int, m, n, k int) {
	for i := range m {
		to, x := c[row(to, i)*ldc:][:n], a[row(rows, i)*lda:][:k]
		l := 0
		for ; l+4 <= k; l += 4 {
			axpy4(to, [4]Float(x[l:]), b[l*ldb:], b[(l+1)*ldb:], b[(l+2)*ldb:], b[(l+3)*ldb:])
		}
		for ; l < k; l++ {
			axpyRef(to, x[l], b[l*ldb:])
		}
	}
}

// tnGo is tn, four rows of b at a time.
func tnGo(c []Float, ldc int, a []Float, lda int, from []int32, b []Float, ldb int, rows []int32, m, n, k int) {
	l := 0
	for ; l+4 <= k; l += 4 {
		r, s, t, u := row(rows, l), row(rows, l+1), row(rows, l+2), row(rows, l+3)
		e, f, g, h := row(from, l)*lda, row(from, l+1)*lda, row(from, l+2)*lda, row(from, l+3)*lda
		for i := range m {
			x := [4]Float{a[e+i], a[f+i], a[g+i], a[h+i]}
			axpy4(c[i*ldc:][:n], x, b[r*ldb:], b[s*ldb:], b[t*ldb:], b[u*ldb:])
		}
	}
	for ; l < k; l++ {
		r, e := row(rows, l), row(from, l)*lda
		for i := range m {
			axpyRef(c[i*ldc:][:n], a[e+i], b[r*ldb:])
		}
	}
}

// axpy4 is y = (((y + x₀·b0) + x₁·b1) + x₂·b2) + x₃·b3.
func axpy4(y []Float, x [4]Float, b0, b1, b2, b3 []Float) {
	n := len(y)
	b0, b1, b2, b3 = b0[:n], b1[:n], b2[:n], b3[:n]
	x0, x1, x2, x3 := x[0], x[1], x[2], x[3]
	for j, v := range y {
		v += Float(x0 * b0[j])
		v += Float(x1 * b1[j])
		v += Float(x2 * b2[j])
		y[j] = v + Float(x3*b3[j])
	}
}
