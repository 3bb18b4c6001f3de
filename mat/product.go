package mat

import (
	"fmt"
	"math"

	"gater/internal/kern"
)

// MulNN is C += A·B, of shapes m×n, m×k and k×n.
func MulNN(p *Pool, c, a, b M) {
	if c.Rows != a.Rows || a.Cols != b.Rows || c.Cols != b.Cols {
		panic(fmt.Sprintf("mat: MulNN: %s += %s · %s", c.Shape(), a.Shape(), b.Shape()))
	}
	p.MulNN(c.Data, c.Ld(), a.Data, a.Ld(), b.Data, b.Ld(), nil, c.Rows, c.Cols, a.Cols)
}

// BiasNN is C = bias + A·B, bias in every row, of shapes m×n, 1×n, m×k and k×n.
func BiasNN(p *Pool, c M, bias []Float, a, b M) {
	if c.Rows != a.Rows || a.Cols != b.Rows || c.Cols != b.Cols || len(bias) != c.Cols {
		panic(fmt.Sprintf("mat: BiasNN: %s = 1×%d + %s · %s", c.Shape(), len(bias), a.Shape(), b.Shape()))
	}
	p.BiasNN(c.Data, c.Ld(), bias, a.Data, a.Ld(), b.Data, b.Ld(), c.Rows, c.Cols, a.Cols)
}

// MulNT is C += A·Bᵀ, of shapes m×n, m×k and n×k.
func MulNT(p *Pool, c, a, b M) {
	if c.Rows != a.Rows || a.Cols != b.Cols || c.Cols != b.Rows {
		panic(fmt.Sprintf("mat: MulNT: %s += %s · (%s)ᵀ", c.Shape(), a.Shape(), b.Shape()))
	}
	p.MulNT(c.Data, c.Ld(), a.Data, a.Ld(), b.Data, b.Ld(), nil, c.Rows, c.Cols, a.Cols)
}

// MulTN is C += Aᵀ·B, of shapes m×n, k×m and k×n.
func MulTN(p *Pool, c, a, b M) {
	if c.Rows != a.Cols || a.Rows != b.Rows || c.Cols != b.Cols {
		panic(fmt.Sprintf("mat: MulTN: %s += (%s)ᵀ · %s", c.Shape(), a.Shape(), b.Shape()))
	}
	p.MulTN(c.Data, c.Ld(), a.Data, a.Ld(), b.Data, b.Ld(), nil, c.Rows, c.Cols, a.Rows)
}

// BlocksNT is C[r, block g] += A[r,:]·B[block g,:]ᵀ over the open pairs alone: C is rows×units,
// A rows×k, B units×k. With in, A is shut outside the blocks that in has open in its row, and
// those columns of A and B are not read.
func BlocksNT(p *Pool, c, a, b M, open, in *Pairs) {
	if c.Rows != a.Rows || a.Cols != b.Cols || c.Cols != b.Rows {
		panic(fmt.Sprintf("mat: BlocksNT: %s += %s · (%s)ᵀ", c.Shape(), a.Shape(), b.Shape()))
	}
	p.PairsNT(c.Data, c.Ld(), a.Data, a.Ld(), b.Data, b.Ld(), open, in, a.Cols)
}

// BlocksNN is C[r,:] += Σ_g A[r, block g]·B[block g,:] over the open pairs alone: C is rows×n,
// A rows×units, B units×n. With in, only the columns of C are written that in has open.
func BlocksNN(p *Pool, c, a, b M, open, in *Pairs) {
	if c.Rows != a.Rows || a.Cols != b.Rows || c.Cols != b.Cols {
		panic(fmt.Sprintf("mat: BlocksNN: %s += %s · %s", c.Shape(), a.Shape(), b.Shape()))
	}
	p.PairsNN(c.Data, c.Ld(), a.Data, a.Ld(), b.Data, b.Ld(), open, in, c.Cols)
}

// BlocksTN is C[block g,:] += Σ_r A[r, block g]ᵀ·B[r,:] over the open pairs alone: C is units×n,
// A rows×units, B rows×n. With in, only the columns of B and C are touched that in has open.
func BlocksTN(p *Pool, c, a, b M, open, in *Pairs) {
	if c.Rows != a.Cols || a.Rows != b.Rows || c.Cols != b.Cols {
		panic(fmt.Sprintf("mat: BlocksTN: %s += (%s)ᵀ · %s", c.Shape(), a.Shape(), b.Shape()))
	}
	p.PairsTN(c.Data, c.Ld(), a.Data, a.Ld(), b.Data, b.Ld(), open, in, c.Cols)
}

// Experts is what a gated layer computes on the open pairs of a batch.
type Experts = kern.Experts

// Outer is the gradient of weights that lie block by block, not yet worked out.
type Outer = kern.Outer

// LiveNN is C = bias + A·B, bias in every row, where A is rows×units, has blocks shut, and is given
// by its open blocks alone: a row of live for each pair, in the order of Open.Row. all is A with its
// zeros; it is read where that is quicker.
func LiveNN(p *Pool, c M, bias []Float, live, all, b M, open *Pairs) {
	if c.Rows != open.Rows || live.Rows != open.Len() || live.Cols != open.Width || b.Rows != open.Cols() || c.Cols != b.Cols {
		panic(fmt.Sprintf("mat: LiveNN: %s += %s live · %s", c.Shape(), live.Shape(), b.Shape()))
	}
	p.LiveNN(c.Data, c.Ld(), bias, live.Data, all.Data, b.Data, b.Ld(), open, c.Cols)
}

// LiveTN is C += Aᵀ·B for such an A.
func LiveTN(p *Pool, c, live, b M, open *Pairs) {
	if c.Rows != open.Cols() || live.Rows != open.Len() || live.Cols != open.Width || b.Rows != open.Rows || c.Cols != b.Cols {
		panic(fmt.Sprintf("mat: LiveTN: %s += (%s live)ᵀ · %s", c.Shape(), live.Shape(), b.Shape()))
	}
	p.LiveTN(c.Data, c.Ld(), live.Data, b.Data, b.Ld(), open, c.Cols)
}

// Sigmoid is dst = 1/(1+e⁻ᵃ), element by element; dst may be a.
func Sigmoid(dst, a M) {
	same("Sigmoid", dst, a)
	kern.Sigmoid(dst.Data, a.Data)
}

// Sqrt is dst = √a, element by element; dst may be a.
func Sqrt(dst, a M) {
	same("Sqrt", dst, a)
	kern.Sqrt(dst.Data, a.Data)
}

// Mul is dst = a·x, element by element; dst may be a or x.
func Mul(dst, a, x M) {
	same("Mul", dst, a)
	same("Mul", dst, x)
	kern.Mul(dst.Data, a.Data, x.Data)
}

// Above is dst = 1[a > x], element by element, 0 where either is NaN; dst may be a or x.
func Above(dst, a, x M) {
	same("Above", dst, a)
	same("Above", dst, x)
	kern.Above(dst.Data, a.Data, x.Data)
}

// Over is dst = 1[a > θ], element by element, 0 where a is NaN; dst may be a.
func Over(dst, a M, theta float64) {
	same("Over", dst, a)
	t := Float(theta)
	if float64(t) > theta { // a > θ is a > t for the largest t that is not above θ
		t = Float(math.Nextafter32(float32(t), float32(math.Inf(-1))))
	}
	kern.Over(dst.Data, a.Data, t)
}

// Tanh is dst = tanh a, element by element; dst may be a.
func Tanh(dst, a M) {
	same("Tanh", dst, a)
	kern.Tanh(dst.Data, a.Data)
}

// Exp is dst = eᵃ, element by element; dst may be a.
func Exp(dst, a M) {
	same("Exp", dst, a)
	kern.Exp(dst.Data, a.Data)
}

// AddScaled is y += α·x.
func AddScaled(y []Float, α Float, x []Float) { kern.Axpy(y, α, x) }

// AddRow is m[i,:] += v for every row i.
func AddRow(m M, v []Float) {
	for i := range m.Rows {
		kern.Axpy(m.Row(i), 1, v)
	}
}

// SumRows is v += Σ_i m[i,:].
func SumRows(v []Float, m M) {
	for i := range m.Rows {
		kern.Axpy(v, 1, m.Row(i))
	}
}
