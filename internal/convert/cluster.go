package convert

import (
	"cmp"
	"slices"

	"gater/internal/rng"
	"gater/mat"
)

// maxRounds bounds the rounds of grouping; it stops sooner when one gains nothing.
const maxRounds = 20

// group puts units into blocks of at most width, so that units which are active for the same
// examples share one: balanced k-means on the sphere. z is units×rows, a row of it what a unit does
// on each of some examples, at length 1 (or 0, for a unit that does nothing). With c_k a block's
// centre, rounds of
//
//	assign: of all pairs (unit j, block k), by falling z_j·c_k, take those whose unit is free and
//	        whose block has room
//	centre: c_k = Σ_{j in k} z_j, at length 1
//
// go on while Σ_j z_j·c_k(j) grows. A round costs units·blocks·rows multiply-adds and a sort of
// units·blocks numbers. It returns the units of each block in ascending order.
func group(pool *mat.Pool, z mat.M, blocks, width int, key rng.Key) [][]int32 {
	c := mat.New(blocks, z.Cols)
	first := make([]int32, z.Rows)
	key.Perm(first)
	for k := range blocks {
		copy(c.Row(k), z.Row(int(first[k%len(first)])))
	}
	sim := mat.New(z.Rows, blocks)
	var best [][]int32
	top := 0.0
	for range maxRounds {
		sim.Zero()
		mat.MulNT(pool, sim, z, c)
		of, sum := assign(sim, width)
		if best != nil && sum <= top*(1+1e-4) {
			break
		}
		best, top = of, sum
		for k, units := range of {
			clear(c.Row(k))
			for _, j := range units {
				mat.AddScaled(c.Row(k), 1, z.Row(int(j)))
			}
			unit(c.Row(k))
		}
	}
	return best
}

// assign is the first half of a round, and the sum of what was taken.
func assign(sim mat.M, width int) (of [][]int32, sum float64) {
	pairs := make([]int32, len(sim.Data))
	for i := range pairs {
		pairs[i] = int32(i)
	}
	slices.SortFunc(pairs, func(a, b int32) int {
		return cmp.Or(cmp.Compare(sim.Data[b], sim.Data[a]), cmp.Compare(a, b))
	})
	of = make([][]int32, sim.Cols)
	placed := make([]bool, sim.Rows)
	for _, i := range pairs {
		j, k := i/int32(sim.Cols), i%int32(sim.Cols)
		if placed[j] || len(of[k]) == width {
			continue
		}
		placed[j] = true
		of[k] = append(of[k], j)
		sum += float64(sim.Data[i])
	}
	for _, units := range of {
		slices.Sort(units)
	}
	return of, sum
}
