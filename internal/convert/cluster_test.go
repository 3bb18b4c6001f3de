package convert

import (
	"slices"
	"testing"

	"gater/internal/rng"
	"gater/mat"
)

// TestGroupFindsGroups: units that fire together end up together, whatever their order; without
// groups in the data there are none to find. Either way every unit is in one block, and no block
// has too many.
func TestGroupFindsGroups(t *testing.T) {
	const blocks, width, rows = 8, 6, 200
	units := blocks*width - 3 // three places stay empty
	order := make([]int32, units)
	rng.Key{Seed: 2}.Perm(order)
	for _, planted := range []bool{true, false} {
		z := mat.New(units, rows)
		for j := range units {
			rng.Uniform(z.Row(int(order[j])), rng.Key{Seed: 9, Row: uint32(j)})
			for r := range rows {
				if planted && r%blocks != j/width {
					z.Row(int(order[j]))[r] *= 0.1
				}
			}
			unit(z.Row(int(order[j])))
		}
		of := group(nil, z, blocks, width, rng.Key{Seed: 1})
		seen, together := make([]bool, units), 0
		for _, b := range of {
			if len(b) > width {
				t.Errorf("planted %v: a block of %d units", planted, len(b))
			}
			from := map[int]int{}
			for _, j := range b {
				seen[j] = true
				from[slices.Index(order, j)/width]++
			}
			for _, n := range from {
				together = max(together, n)
				if planted && n != len(b) {
					t.Errorf("a block mixes groups: %v", from)
				}
			}
		}
		if slices.Contains(seen, false) {
			t.Errorf("planted %v: a unit is in no block", planted)
		}
		if !planted && together == width {
			t.Errorf("a group was found where there was none")
		}
	}
}
