package kern

import "math"

// BF16 is weights of sixteen bits, the upper half of a float32: eight digits of two. They lie as
// floats do. For one row they are multiplied as they are; for more, widened a piece at a time, next to
// where they are multiplied. Terms are added in the order in which those of floats are: a product has
// the bits of the product with the widened weights.
type BF16 struct {
	blocks, k, n int
	w            []uint16 // with room for a vector after the last
}

// ToBF16 is x to the nearest number of sixteen bits, of two the even one.
func ToBF16(x float32) uint16 {
	b := math.Float32bits(x)
	if x != x {
		return uint16(b>>16) | 1<<6 // a NaN still
	}
	return uint16((b + 0x7fff + b>>16&1) >> 16)
}

// FromBF16 is the number itself.
func FromBF16(b uint16) float32 { return math.Float32frombits(uint32(b) << 16) }

// NewBF16 packs blocks matrices of k×n weights, rounded.
func NewBF16(w []Float, blocks, k, n int) *BF16 {
	x := &BF16{blocks, k, n, allocNarrow[uint16](len(w) + 32)[:len(w)]}
	for i, v := range w {
		x.w[i] = ToBF16(float32(v))
	}
	return x
}

// Shape is the numbers of matrices, inputs and outputs.
func (x *BF16) Shape() (blocks, k, n int) { return x.blocks, x.k, x.n }

// Bits is weight i, counted as in the matrices one below the other.
func (x *BF16) Bits(i int) uint16 { return x.w[i] }

func (x *BF16) inputs([]Float, int, int, *Pairs) *quants { return nil }
