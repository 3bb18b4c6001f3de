package data

import (
	"math"
	"slices"
	"testing"
)

// epoch is all indices of an epoch, in order.
func epoch(o Order, e int) []int32 {
	all := make([]int32, o.Steps()*o.Batch)
	for s := range o.Steps() {
		o.Indices(all[s*o.Batch:(s+1)*o.Batch], e, s)
	}
	return all
}

func TestOrderShufflesEachEpoch(t *testing.T) {
	o := Order{Seed: 3, N: 103, Batch: 10}
	if o.Steps() != 10 {
		t.Fatalf("%d steps, want 10", o.Steps())
	}
	all := slices.Sorted(slices.Values(epoch(o, 0)))
	if u := slices.Compact(slices.Clone(all)); len(u) != 100 || u[0] < 0 || u[99] >= 103 {
		t.Errorf("an epoch uses %d of 103 examples, want 100 different ones", len(u))
	}
	if got := (&Order{N: 3, Batch: 4}).Steps(); got != 0 {
		t.Errorf("3 examples make %d batches of 4", got)
	}
}

// TestOrderIsRandomAccess asks for batches in a scrambled order, from a fresh
// Order and from one that has seen other epochs.
func TestOrderIsRandomAccess(t *testing.T) {
	for _, replace := range []bool{false, true} {
		o := Order{Seed: 3, N: 103, Batch: 10, Replace: replace}
		want := [][]int32{epoch(o, 0), epoch(o, 1), epoch(o, 2)}
		dst := make([]int32, 10)
		used := o
		for i := range 30 {
			i = i * 7 % 30
			e, s := i%3, i/3
			fresh := Order{Seed: 3, N: 103, Batch: 10, Replace: replace}
			for _, p := range []*Order{&fresh, &used} {
				if p.Indices(dst, e, s); !slices.Equal(dst, want[e][s*10:s*10+10]) {
					t.Errorf("replace %v, epoch %d, step %d: another batch", replace, e, s)
				}
			}
		}
		used.Seed++
		if used.Indices(dst, 0, 0); slices.Equal(dst, want[0][:10]) {
			t.Error("another seed gives the same batch")
		}
		if slices.Equal(want[0], want[1]) {
			t.Error("two epochs have the same order")
		}
		used.Seed--
		if n := testing.AllocsPerRun(20, func() { used.Indices(dst, 1, 4); used.Indices(dst, 2, 4) }); n != 0 {
			t.Errorf("replace %v: %v allocations", replace, n)
		}
	}
}

// TestOrderWithReplacement: of n draws from n, a share of 1/e names no example.
func TestOrderWithReplacement(t *testing.T) {
	all := epoch(Order{Seed: 3, N: 10_000, Batch: 50, Replace: true}, 5)
	slices.Sort(all)
	if all[0] < 0 || all[len(all)-1] >= 10_000 {
		t.Fatalf("indices from %d to %d", all[0], all[len(all)-1])
	}
	left := 1 - float64(len(slices.Compact(all)))/10_000
	if math.Abs(left-1/math.E) > 0.015 {
		t.Errorf("a share of %.3f is never drawn, want 0.368", left)
	}
}
