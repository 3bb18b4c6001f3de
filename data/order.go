package data

import (
	"fmt"
	"math"

	"gater/internal/rng"
)

// orderSite keeps the order's draws apart from those of a network's layers.
const orderSite = 0xFFFF

// Order says which examples make up which batch. It is a function of its
// fields, the epoch and the step, so that a run can go on from any batch.
type Order struct {
	Seed    uint64
	N       int  // examples
	Batch   int  // examples a batch
	Replace bool // draw every index afresh, rather than shuffle the epoch

	perm  []int32 // of the epoch in key
	key   rng.Key
	drawn bool
}

// Steps is the number of batches in an epoch, ⌊N/Batch⌋: what is left over is
// not used in that epoch. It is 0 when N is less than Batch.
func (o *Order) Steps() int {
	if o.N < 0 || o.Batch < 1 {
		panic(fmt.Sprintf("data: Order of %d examples in batches of %d", o.N, o.Batch))
	}
	return o.N / o.Batch
}

// Indices sets dst, of length Batch, to the examples of a batch: step counts
// from 0 to Steps()−1 in each epoch. It shuffles on the first call in an epoch
// and does not allocate once it has shuffled. It is not safe for concurrent use.
func (o *Order) Indices(dst []int32, epoch, step int) {
	if steps := o.Steps(); len(dst) != o.Batch || step < 0 || step >= steps || epoch < 0 || uint64(epoch) > math.MaxUint32 {
		panic(fmt.Sprintf("data: Order: %d indices for epoch %d, step %d: there are %d steps, batches of %d",
			len(dst), epoch, step, steps, o.Batch))
	}
	key := rng.Key{Seed: o.Seed, Step: uint32(epoch), Site: orderSite}
	if o.Replace {
		key.Row, key.Draw = uint32(step), 1
		key.Ints(dst, o.N)
		return
	}
	if len(o.perm) != o.N {
		o.perm, o.drawn = make([]int32, o.N), false
	}
	if !o.drawn || o.key != key {
		key.Perm(o.perm)
		o.key, o.drawn = key, true
	}
	copy(dst, o.perm[step*o.Batch:])
}
