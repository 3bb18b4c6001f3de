// Package mat says what a matrix is: rows of numbers, one example a row, and the products and
// maps that layers are made of. The arithmetic itself lives in internal/kern.
//
// A function writes its first matrix argument, and no matrix may share memory with it unless the
// comment says so. A wrong shape is a programming error and panics with the shapes in the message.
package mat

import (
	"fmt"
	"math"

	"gater/internal/kern"
)

// Float is float32, or float64 when built with the tag f64: the same tests run in both, tightly
// in the second.
type Float = kern.Float

// Pool is the worker threads that products may use. A nil *Pool computes on the caller alone; the
// results are the same bits for any number of threads.
type Pool = kern.Pool

// NewPool starts a pool of the given number of threads; Close it when done.
func NewPool(threads int) *Pool { return kern.NewPool(threads) }

// Pairs lists the open (row, block) pairs of a batch, block by block and row by row.
type Pairs = kern.Pairs

// M is a Rows×Cols matrix in row-major order: element (i, j) is Data[i·Ld()+j]. Weights may have gaps
// between their rows (NewWeights), which are 0 and no part of the matrix; nothing else has.
type M struct {
	Rows, Cols int
	Data       []Float
	Stride     int // numbers from a row to the next; 0: Cols
}

// New makes a matrix of zeros without gaps, aligned as kernels like it.
func New(rows, cols int) M { return M{Rows: rows, Cols: cols, Data: kern.Alloc(rows * cols)} }

// NewWeights makes a matrix of zeros for the right side of products. Rows that would lie on a few sets of
// the cache are a line further apart.
func NewWeights(rows, cols int) M {
	m := M{Rows: rows, Cols: cols}
	if ld := kern.Apart(rows, cols); ld != cols {
		m.Stride = ld
	}
	return Like(m)
}

// Like makes a matrix of zeros that lies as m does, so that Data[i] of both is the same element.
func Like(m M) M {
	m.Data = kern.Alloc(m.Rows * m.Ld())
	return m
}

// Of makes a matrix of the given rows, which must be of one length.
func Of(rows ...[]Float) M {
	m := New(len(rows), len(rows[0]))
	for i, r := range rows {
		if len(r) != m.Cols {
			panic(fmt.Sprintf("mat: Of: row %d has %d columns, row 0 has %d", i, len(r), m.Cols))
		}
		copy(m.Row(i), r)
	}
	return m
}

// Ld is the numbers from a row to the next.
func (m M) Ld() int {
	if m.Stride == 0 {
		return m.Cols
	}
	return m.Stride
}

// Len is the number of elements.
func (m M) Len() int { return m.Rows * m.Cols }

// Row is row i, sharing m's memory.
func (m M) Row(i int) []Float { ld := m.Ld(); return m.Data[i*ld : i*ld+m.Cols : i*ld+m.Cols] }

// Slice is rows i to j-1, sharing m's memory.
func (m M) Slice(i, j int) M {
	ld := m.Ld()
	return M{j - i, m.Cols, m.Data[i*ld : j*ld], m.Stride}
}

// Packed is m without gaps: itself, or a copy.
func (m M) Packed() M {
	if m.Ld() == m.Cols {
		return m
	}
	c := New(m.Rows, m.Cols)
	for i := range m.Rows {
		copy(c.Row(i), m.Row(i))
	}
	return c
}

// Zero sets every element to 0.
func (m M) Zero() { clear(m.Data) }

// Fill sets every element to v.
func (m M) Fill(v Float) {
	for i := range m.Rows {
		row := m.Row(i)
		for j := range row {
			row[j] = v
		}
	}
}

// Clone is a copy with memory of its own.
func (m M) Clone() M { return M{m.Rows, m.Cols, append([]Float(nil), m.Data...), m.Stride} }

// Shape is "rows×cols", for messages.
func (m M) Shape() string { return fmt.Sprintf("%d×%d", m.Rows, m.Cols) }

// Finite reports whether no element is NaN or infinite.
func (m M) Finite() bool {
	if s := kern.SumSq(m.Data); s-s == 0 {
		return true // squares of float32 are far from the largest number of their sum
	}
	for _, v := range m.Data {
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return false
		}
	}
	return true
}

func same(op string, ms ...M) {
	for _, m := range ms {
		if m.Rows != ms[0].Rows || m.Cols != ms[0].Cols {
			panic(fmt.Sprintf("mat: %s: %s and %s", op, ms[0].Shape(), m.Shape()))
		}
		whole(op, m)
	}
}

// whole panics if there are gaps between the rows of m.
func whole(op string, m M) {
	if m.Ld() != m.Cols {
		panic(fmt.Sprintf("mat: %s: the rows of %s are %d apart, want no gaps", op, m.Shape(), m.Ld()))
	}
}
