package kern

import "math"

// Int8 is weights of eight bits. Every column j of every block has a scale of its own,
//
//	W[l, j] ≈ s_j·q[l, j],  q = −127 … 127,  s_j = max_l |W[l, j]| / 127,
//
// and every row of inputs, when it is used,
//
//	x[r, l] ≈ t_r·p[r, l],  p = −127 … 127,  t_r = max_l |x[r, l]| / 127,
//
// so that a product is
//
//	y[r, j] = b_j + (Σ_l p[r, l]·q[l, j] · s_j) · t_r.
//
// The sum is of whole numbers and exact, and the rest is rounded operation by operation: a row has
// the same bits on every processor, in any tile and beside any other rows.
//
// Instructions multiply bytes without a sign by bytes with one. So what is kept is u = q + 128, and
// Σ p·q = Σ p·u − 128·Σ p. Wide blocks lie in panels of 16 columns, four inputs of a column
// together:
//
//	[block][panel][group of 4 inputs][16 columns][4 inputs]
//
// and blocks of up to 8 columns column by column, padded to 64 inputs:
//
//	[block][column][input]
type Int8 struct {
	blocks, k, n int
	u            []uint8
	scale        []Float // a column each, block after block
	side         int     // bytes of a panel, or of a column
}

const (
	groupIn   = 4  // inputs that lie together
	panelOut  = 16 // columns of a panel
	thin      = 8  // columns up to which a block lies column by column
	lineIn    = 64 // inputs to which a column is padded
	zeroPoint = 128
	tallest   = 8 // rows of a tile
)

// MaxInt8 is the most inputs of a product of bytes: more could leave int32.
const MaxInt8 = 1 << 17

// Quantise turns blocks matrices of k×n weights into the whole numbers q, in place, and returns
// their scales, a column each. Ties go to the even number.
func Quantise(w []Float, blocks, k, n int) []Float {
	scale := make([]Float, blocks*n)
	for b := range blocks {
		for j := range n {
			at := func(l int) *Float { return &w[(b*k+l)*n+j] }
			top := 0.0
			for l := range k {
				top = max(top, math.Abs(float64(*at(l))))
			}
			s := Float(float32(top / 127))
			scale[b*n+j] = s
			for l := range k {
				if q := 0.0; s > 0 {
					q = math.RoundToEven(float64(*at(l)) / float64(s))
					*at(l) = Float(min(127, max(-127, q)))
				} else {
					*at(l) = 0
				}
			}
		}
	}
	return scale
}

// NewInt8 packs what Quantise made.
func NewInt8(q, scale []Float, blocks, k, n int) *Int8 {
	x := &Int8{blocks: blocks, k: k, n: n, scale: scale, side: (k + groupIn - 1) / groupIn * groupIn * panelOut}
	per := (n + panelOut - 1) / panelOut
	if n <= thin {
		x.side, per = (k+lineIn-1)/lineIn*lineIn, n
	}
	x.u = allocNarrow[uint8](blocks * per * x.side)
	for b := range blocks {
		for l := range k {
			for j := range n {
				x.u[x.at(b, l, j)] = uint8(int(q[(b*k+l)*n+j]) + zeroPoint)
			}
		}
	}
	return x
}

// Shape is the numbers of matrices, inputs and outputs.
func (x *Int8) Shape() (blocks, k, n int) { return x.blocks, x.k, x.n }

// Scales is the scale of every column, block after block.
func (x *Int8) Scales() []Float { return x.scale }

// Q is the whole number of weight i, counted as in the matrices one below the other.
func (x *Int8) Q(i int) int {
	return int(x.u[x.at(i/(x.k*x.n), i/x.n%x.k, i%x.n)]) - zeroPoint
}

// at is where weight (l, j) of block b lies.
func (x *Int8) at(b, l, j int) int {
	if x.n <= thin {
		return (b*x.n+j)*x.side + l
	}
	panel := b*((x.n+panelOut-1)/panelOut) + j/panelOut
	return panel*x.side + l/groupIn*groupIn*panelOut + j%panelOut*groupIn + l%groupIn
}
