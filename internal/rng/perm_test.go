package rng

import (
	"math"
	"slices"
	"testing"
)

// chi2 is (χ²−df)/√(2df) of counts against equal expectations: about standard
// normal, with a heavier right tail.
func chi2(counts []int) float64 {
	n := 0
	for _, c := range counts {
		n += c
	}
	want, df, s := float64(n)/float64(len(counts)), float64(len(counts)-1), 0.0
	for _, c := range counts {
		s += (float64(c) - want) * (float64(c) - want) / want
	}
	return (s - df) / math.Sqrt(2*df)
}

func TestPermIsAPermutation(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 10, 1000} {
		p, q := make([]int32, n), make([]int32, n)
		base.Perm(p)
		slices.Reverse(q)
		base.Perm(q)
		if !slices.Equal(p, q) {
			t.Errorf("n=%d: the same key gave two permutations", n)
		}
		if n == 1000 {
			neighbours["step"].Perm(q)
			if slices.Equal(p, q) || slices.IsSorted(p) {
				t.Error("another step gave the same permutation, or none")
			}
		}
		slices.Sort(p)
		for i, v := range p {
			if int(v) != i {
				t.Fatalf("n=%d: not a permutation", n)
			}
		}
	}
}

func TestPermIsUniform(t *testing.T) {
	const runs = 100_000
	count := func(shuffle func(k Key, p []int32)) float64 {
		var counts [256]int
		p := make([]int32, 4)
		for i := range uint32(runs) {
			shuffle(Key{Seed: 5, Step: i}, p)
			counts[p[0]|p[1]<<2|p[2]<<4|p[3]<<6]++
		}
		return chi2(slices.DeleteFunc(counts[:], func(c int) bool { return c == 0 }))
	}
	if x := count(Key.Perm); x > 4 {
		t.Errorf("24 permutations of 4: χ² %.1f, want below 4", x)
	}
	if x := count(func(k Key, p []int32) { // swaps with any place: a known bias
		var j [4]int32
		k.Ints(j[:], 4)
		copy(p, []int32{0, 1, 2, 3})
		for i := range p {
			p[i], p[j[i]] = p[j[i]], p[i]
		}
	}); x < 40 {
		t.Errorf("control: the biased shuffle passes, χ² %.1f", x)
	}
}

// TestIntsAreUnbiased uses n = 3·2²⁹, for which ⌊w·n/2³²⌋ alone would take
// residues 0, 1, 2 mod 3 with chances 3:3:2.
func TestIntsAreUnbiased(t *testing.T) {
	const n = 3 << 29
	d := make([]int32, 30_000)
	base.Ints(d, n)
	var counts, plain [3]int
	s := words{b: base.block(), at: 8}
	for _, v := range d {
		if v < 0 || v >= n {
			t.Fatalf("%d is not in 0 to %d", v, n-1)
		}
		counts[v%3]++
		plain[uint64(s.next())*n>>32%3]++
	}
	if x := chi2(counts[:]); x > 5 {
		t.Errorf("residues %v: χ² %.1f, want below 5", counts, x)
	}
	if x := chi2(plain[:]); x < 50 {
		t.Errorf("control: without rejection %v passes, χ² %.1f", plain, x)
	}
	base.Ints(d, 1)
	if slices.Max(d) != 0 {
		t.Error("integers below 1 are not all 0")
	}
}
