package mat

import (
	"fmt"

	"gater/internal/kern"
)

// Narrow is weights in fewer bits than a Float: one matrix, or the blocks of a gated layer.
type Narrow = kern.Narrow

// BF16 is weights of sixteen bits, and Int8 of eight.
type (
	BF16 = kern.BF16
	Int8 = kern.Int8
)

// MaxInt8 is the most inputs that a product with Int8 may have.
const MaxInt8 = kern.MaxInt8

// NewBF16 is the stack of matrices in m, of equal rows, rounded to sixteen bits.
func NewBF16(m M, stack int) *BF16 { return kern.NewBF16(m.Packed().Data, stack, m.Rows/stack, m.Cols) }

// Quantise makes such a stack, without gaps, whole numbers from −127 to 127, in place, and returns their
// scales, one for each column of each matrix; NewInt8 is the stack in eight bits.
func Quantise(m M, stack int) (scale []Float) {
	whole("Quantise", m)
	return kern.Quantise(m.Data, stack, m.Rows/stack, m.Cols)
}

// NewInt8 packs whole numbers from −128 to 127 with the scales of their columns.
func NewInt8(m M, scale []Float, stack int) *Int8 {
	return kern.NewInt8(m.Packed().Data, scale, stack, m.Rows/stack, m.Cols)
}

// NarrowNN is C = bias + A·W, bias in every row. With in, A is 0 outside the blocks that in has open
// in its row, and neither they nor the weights behind them need be read.
func NarrowNN(p *Pool, c M, bias []Float, a M, w Narrow, in *Pairs) {
	if _, k, n := w.Shape(); c.Rows != a.Rows || a.Cols != k || c.Cols != n {
		panic(fmt.Sprintf("mat: NarrowNN: %s = bias + %s · %d×%d", c.Shape(), a.Shape(), k, n))
	}
	p.NarrowNN(c.Data, c.Cols, bias, a.Data, a.Cols, w, in, a.Rows)
}

// FromBF16 is a number of sixteen bits, and ToBF16 the nearest one.
func FromBF16(b uint16) float32 { return kern.FromBF16(b) }
func ToBF16(x float32) uint16   { return kern.ToBF16(x) }
