package data

import (
	"slices"
	"strings"
	"testing"
)

func tiny(t *testing.T) *Set {
	p, err := good(nil).load("tiny")
	if err != nil {
		t.Fatal(err)
	}
	return p.Train
}

func TestRowGatherRange(t *testing.T) {
	s := tiny(t)
	check[float32](t, s)
	check[float64](t, s)
	if v := row[float64](&Set{Height: 1, Width: 3, X: []uint8{0, 51, 255}, Labels: []int32{0}}, 0); !slices.Equal(v, []float64{0, 0.2, 1}) {
		t.Errorf("bytes 0, 51, 255 become %v", v)
	}
}

func row[F Float](s *Set, i int) []F {
	v := make([]F, s.Dim())
	Row(v, s, i)
	return v
}

func check[F Float](t *testing.T, s *Set) {
	pick := []int32{9, 0, 3, 3}
	v, y := make([]F, 4*s.Dim()), make([]int32, 4)
	Gather(v, y, s, pick)
	for r, i := range pick {
		if !slices.Equal(v[r*6:r*6+6], row[F](s, int(i))) || y[r] != i%3 {
			t.Errorf("%T: Gather and Row differ at example %d", v, i)
		}
	}
	Range(v, y, s, 5)
	for r := range 4 {
		if !slices.Equal(v[r*6:r*6+6], row[F](s, 5+r)) || y[r] != int32(5+r)%3 {
			t.Errorf("%T: Range and Row differ at example %d", v, 5+r)
		}
	}
	if slices.Equal(row[F](s, 0), row[F](s, 1)) {
		t.Errorf("%T: control: two pictures are equal", v)
	}
	if n := testing.AllocsPerRun(10, func() { Gather(v, y, s, pick); Range(v, y, s, 0); Row(v[:6], s, 0) }); n != 0 {
		t.Errorf("%T: %v allocations", v, n)
	}
}

func TestSliceSharesMemory(t *testing.T) {
	s := tiny(t)
	u := s.Slice(2, 5)
	if u.Len() != 3 || &u.Pixels(0)[0] != &s.Pixels(2)[0] || cap(u.X) != len(u.X) {
		t.Error("Slice(2, 5) is not examples 2 to 4 in the same memory")
	}
	if u = s.Slice(3, 3); u.Len() != 0 || len(u.X) != 0 {
		t.Error("Slice(3, 3) is not empty")
	}
}

func TestPanics(t *testing.T) {
	s := tiny(t)
	v, y := make([]float32, 12), make([]int32, 2)
	for want, f := range map[string]func(){
		"data: Row of tiny train: 5 values for a picture of 6 pixels":               func() { Row(v[:5], s, 0) },
		"data: Gather of tiny train: 12 values and 2 labels for 3 rows of 6 pixels": func() { Gather(v, y, s, make([]int32, 3)) },
		"data: Range of tiny train: 11 values and 2 labels for 2 rows of 6 pixels":  func() { Range(v[:11], y, s, 0) },
		"data: tiny train: no example 10, there are 10":                             func() { Range(v, y, s, 9) },
		"no example -1":                             func() { s.Pixels(-1) },
		"no examples 3 to 2":                        func() { s.Slice(3, 2) },
		"data: Order of 5 examples in batches of 0": func() { (&Order{N: 5}).Steps() },
		"data: Order: 2 indices for epoch 0, step 2: there are 2 steps, batches of 2": func() { (&Order{N: 5, Batch: 2}).Indices(y, 0, 2) },
		"data: Order: 2 indices for epoch -1":                                         func() { (&Order{N: 5, Batch: 2}).Indices(y, -1, 0) },
		"data: Order: 1 indices for epoch 0, step 0: there are 2 steps, batches of 2": func() { (&Order{N: 5, Batch: 2}).Indices(y[:1], 0, 0) },
		"data: Synthetic: 5 training and 1 test pictures, noise 0":                    func() { Synthetic(5, 1, 0, 1) },
		"noise 1.5": func() { Synthetic(6, 1, 1.5, 1) },
	} {
		func() {
			defer func() {
				if msg, _ := recover().(string); !strings.Contains(msg, want) {
					t.Errorf("panic %q, want %q in it", msg, want)
				}
			}()
			f()
		}()
	}
}

// TestRefit: the validation examples come behind the training ones, and nothing else moves.
func TestRefit(t *testing.T) {
	p := Synthetic(60, 20, 0.05, 1)
	q := p.Refit()
	if q.Train.Len() != p.Train.Len()+p.Valid.Len() || q.Valid != p.Valid || q.Test != p.Test {
		t.Fatalf("%v becomes %v", p, q)
	}
	for i := range q.Train.Len() {
		from, k := p.Train, i
		if i >= p.Train.Len() {
			from, k = p.Valid, i-p.Train.Len()
		}
		if !slices.Equal(q.Train.Pixels(i), from.Pixels(k)) || q.Train.Labels[i] != from.Labels[k] {
			t.Fatalf("example %d is not the one it should be", i)
		}
	}
}
