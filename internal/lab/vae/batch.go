package vae

import (
	"gater/data"
	"gater/internal/rng"
	"gater/mat"
)

// batches makes pictures of a set: which of them, and every pixel drawn with its grey value as the
// probability to be 1, anew at every step.
type batches struct {
	set  *data.Set
	seed uint64
	pool *mat.Pool
	// The pixels of each picture that are white, and that are neither black nor white.
	white, grey [][]int32

	x    mat.M
	rows []int32
	step int
}

func newBatches(set *data.Set, seed uint64, pool *mat.Pool) *batches {
	b := &batches{set: set, seed: seed, pool: pool, white: make([][]int32, set.Len()), grey: make([][]int32, set.Len())}
	for i := range b.grey {
		for j, v := range set.Pixels(i) {
			switch v {
			case 0:
			case 255:
				b.white[i] = append(b.white[i], int32(j))
			default:
				b.grey[i] = append(b.grey[i], int32(j))
			}
		}
	}
	return b
}

// fill sets x to a draw of the pictures of some numbers.
func (b *batches) fill(x mat.M, rows []int32, step int) {
	b.x, b.rows, b.step = x, rows, step
	b.pool.Run(b)
}

// Part draws the i-th of n parts of the rows. Only greys take a uniform each.
func (b *batches) Part(i, n int) {
	u := make([]Float, b.set.Dim())
	for r := b.x.Rows * i / n; r < b.x.Rows*(i+1)/n; r++ {
		px, x, grey := b.set.Pixels(int(b.rows[r])), b.x.Row(r), b.grey[b.rows[r]]
		clear(x)
		for _, j := range b.white[b.rows[r]] {
			x[j] = 1
		}
		u := u[:len(grey)]
		rng.Uniform(u, rng.Key{Seed: b.seed, Step: uint32(b.step), Row: uint32(r)})
		for k, j := range grey {
			on := 0
			if u[k]*255 < Float(px[j]) {
				on = 1
			}
			x[j] = Float(on)
		}
	}
}
