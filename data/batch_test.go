package data

import (
	"slices"
	"testing"
)

// sets3 are sets of three examples, with every kind of feature and target between them.
func sets3() map[string]*Set {
	v := []float32{1, 2, 3, 4, 5, 6}
	return map[string]*Set{
		"classes": {Name: "c", Height: 1, Width: 2, V: v, Labels: []int32{0, 300, 1}, Weights: []float32{1, 2, 3}},
		"numbers": {Name: "n", Height: 1, Width: 2, V: v, Y: []float32{10, 11, 20, 21, 30, 31}, Outputs: 2},
		"bytes":   {Name: "b", Height: 1, Width: 2, X: []uint8{255, 0, 51, 255, 0, 255}, Y: []float32{1, 2, 3}, Outputs: 1},
		"bare":    {Name: "x", Height: 1, Width: 2, V: v},
	}
}

// TestBatch: Gather, Range and Slice say the same of every kind of set, and allocate nothing.
func TestBatch(t *testing.T) {
	for name, s := range sets3() {
		if n, d := s.Dims(); n != 3 || d != 2 || s.Len() != 3 {
			t.Errorf("%s: %d×%d", name, n, d)
		}
		a, b := Like[float64](s, 3), Like[float64](s, 2)
		a.Range(s, 0, 3)
		b.Gather(s, []int32{2, 1})
		for r, i := range []int{2, 1} {
			for j := range 2 {
				if x := b.X[r*2+j]; x != a.X[i*2+j] || float32(x) != float32(s.At(i, j)) {
					t.Errorf("%s: feature %d of example %d is %v, %v and %v", name, j, i, x, a.X[i*2+j], s.At(i, j))
				}
			}
			if s.Labels != nil && b.Labels[r] != s.Labels[i] || s.Weights != nil && b.Weights[r] != float64(s.Weights[i]) {
				t.Errorf("%s: example %d has label or weight of another", name, i)
			}
			if o := s.Outputs; o > 0 && !slices.Equal(b.Y[r*o:(r+1)*o], a.Y[i*o:(i+1)*o]) {
				t.Errorf("%s: example %d has numbers of another", name, i)
			}
		}
		c := Like[float64](s, 2)
		if c.Range(s.Slice(1, 3), 0, 2); !slices.Equal(c.X, a.X[2:]) || !slices.Equal(c.Labels, a.Labels[min(1, len(a.Labels)):]) {
			t.Errorf("%s: Slice(1, 3) holds %+v", name, c)
		}
		if n := testing.AllocsPerRun(10, func() { b.Gather(s, []int32{0, 1}); b.Range(s, 1, 2) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// TestDataset: an Iter is an epoch, each example once, in another order than the one before.
func TestDataset(t *testing.T) {
	s := &Set{Name: "n", Height: 1, Width: 1, Labels: make([]int32, 40), V: make([]float32, 40)}
	for i := range s.V {
		s.V[i], s.Labels[i] = float32(i), int32(i)
	}
	var d Dataset = &Batches{Set: s, Order: Order{Seed: 1, N: 40, Batch: 10}}
	read := func() (all []int32) {
		for b, err := range d.Iter() {
			if err != nil || b.Rows != 10 || float32(b.Labels[3]) != b.X[3] {
				t.Fatalf("%+v, %v", b, err)
			}
			all = append(all, b.Labels...)
		}
		return all
	}
	one, two := read(), read()
	if slices.Equal(one, two) || d.Name() != "n" {
		t.Error("two epochs are the same")
	}
	slices.Sort(one)
	slices.Sort(two)
	if len(slices.Compact(one)) != 40 || !slices.Equal(one, two) {
		t.Error("an epoch has not every example once")
	}
}

// TestSumSeesEverything: no part of a set can change unseen.
func TestSumSeesEverything(t *testing.T) {
	sum := func(s *Set) string { return (&Splits{Train: s, Valid: s, Test: s}).Sum() }
	for name, s := range sets3() {
		was := sum(s)
		if sum(s) != was {
			t.Errorf("%s: the sum is not a function of the set", name)
		}
		for what, change := range map[string]func(s *Set) bool{
			"number": func(s *Set) bool { return bump(s.V) }, "target": func(s *Set) bool { return bump(s.Y) },
			"weight": func(s *Set) bool { return bump(s.Weights) },
			"label":  func(s *Set) bool { return s.Labels != nil && func() bool { s.Labels[1] += 256; return true }() },
		} {
			if c := sets3()[name]; change(c) && sum(c) == was {
				t.Errorf("%s: another %s, the same sum", name, what)
			}
		}
	}
}

func bump(v []float32) bool {
	if v == nil {
		return false
	}
	v[len(v)-1]++
	return true
}
