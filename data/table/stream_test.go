package table

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gater/data"
)

// streamed is a plan of n generated rows, and their stream.
func streamed(t *testing.T, rows Rows, held, batch, window int) (*Plan, *Stream[float32]) {
	t.Helper()
	p, err := Prepare(rows, Options{Target: []string{"y"}, Split: seeded(), Held: held})
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Held(rows, "t")
	if err != nil {
		t.Fatal(err)
	}
	return p, StreamOf[float32](p, rows, s.Train, batch, window, 7)
}

// TestStream: an epoch is every training row once, as Sets has them, shuffled within windows; the same
// whatever step a run goes on from; another order in the next epoch.
func TestStream(t *testing.T) {
	rows := many(1000, "x,c,y", func(i int) string { return fmt.Sprintf("%d,k%d,%v", i, i%3, float64(i)+0.5) })
	p, s := streamed(t, rows, 0, 16, 100)
	defer s.Close()
	all, err := p.Sets(rows, "t")
	if err != nil {
		t.Fatal(err)
	}
	read := func(s *Stream[float32], epoch, from int) (x []float32) {
		b := data.Like[float32](s.like, 16)
		for step := from; step < s.Steps(); step++ {
			if err := s.Read(b, epoch, step); err != nil {
				t.Fatal(err)
			}
			for r := range b.Rows {
				x = append(x, b.Y[r])
			}
		}
		return x
	}
	one, two := read(s, 0, 0), read(s, 1, 0)
	if len(one) != all.Train.Len()/16*16 || slices.Equal(one, two) {
		t.Fatalf("%d rows of %d; the epochs are the same: %v", len(one), all.Train.Len(), slices.Equal(one, two))
	}
	for w := 0; w < len(one); w += s.window {
		hi := min(w+s.window, all.Train.Len())
		want := slices.Clone(all.Train.Y[w:hi])
		got := slices.Clone(one[w:min(w+s.window, len(one))])
		if slices.Equal(got, want[:len(got)]) {
			t.Errorf("window at %d is not shuffled", w)
		}
		slices.Sort(got)
		slices.Sort(want)
		if hi-w == s.window && !slices.Equal(got, want) {
			t.Errorf("window at %d has other rows", w)
		}
	}
	for _, from := range []int{1, 7, 20, s.Steps() - 1} {
		_, late := streamed(t, rows, 0, 16, 100)
		if got := read(late, 1, from); !slices.Equal(got, two[from*16:]) {
			t.Errorf("from step %d on, other batches", from)
		}
		late.Close()
	}
	if s.seed++; slices.Equal(read(s, 0, 0), one) {
		t.Error("another seed gives the same order")
	}
}

// TestStreamHoldsFew: what is held out is bounded, by lower shares of the rows.
func TestStreamHoldsFew(t *testing.T) {
	rows := many(5000, "x,y", func(i int) string { return fmt.Sprintf("%d,%d", i, i%2) })
	p, s := streamed(t, rows, 500, 16, 100)
	defer s.Close()
	if held := p.Rows[Valid] + p.Rows[Test]; held < 400 || held > 600 {
		t.Errorf("%d rows held out, want about 500", held)
	}
}

// generated is n rows that are made as they are read.
func generated(n int) Rows {
	return func(yield func(Batch, error) bool) {
		b := Batch{Names: []string{"x", "c", "y"}}
		for i := range n {
			x := float64(i*7919%1009) / 1009
			b.Rows = append(b.Rows, []string{fmt.Sprintf("%.4f", x), "k" + string(rune('a'+i%7)), fmt.Sprintf("%.3f", 3*x+float64(i%7))})
			if b.Lines = append(b.Lines, i+2); len(b.Rows) == 256 || i == n-1 {
				if !yield(b, nil) {
					return
				}
				b.Rows, b.Lines = nil, nil
			}
		}
	}
}

// TestStreamMemory: ten times the rows take no more memory; held whole, they do.
func TestStreamMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	live := func(use func()) uint64 {
		var m runtime.MemStats
		use()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	flow := func(n int) (peak uint64) {
		rows := generated(n)
		_, s := streamed(t, rows, 2000, 64, 4096)
		defer s.Close()
		b := data.Like[float32](s.like, 64)
		for step := range s.Steps() {
			if err := s.Read(b, 0, step); err != nil {
				t.Fatal(err)
			}
			if step == s.Steps()/2 || step == s.Steps()-1 {
				peak = max(peak, live(func() {}))
			}
		}
		return peak
	}
	whole := func(n int) (peak uint64) {
		p, s := streamed(t, generated(n), 2000, 64, 4096)
		s.Close()
		var all *data.Splits
		peak = live(func() { all, _ = p.Sets(generated(n), "t") })
		runtime.KeepAlive(all)
		return peak
	}
	small, large := flow(10_000), flow(100_000)
	if large > small+1<<20 {
		t.Errorf("%d bytes for 10,000 rows, %d for 100,000", small, large)
	}
	if a, b := whole(10_000), whole(100_000); b < a+2<<20 {
		t.Errorf("control: held whole, %d bytes and %d", a, b)
	}
}

// TestStreamChanged: a table that shrinks while it is read is an error, not a loop.
func TestStreamChanged(t *testing.T) {
	n := 1000
	rows := Rows(func(yield func(Batch, error) bool) { generated(n)(yield) })
	_, s := streamed(t, rows, 0, 16, 100)
	defer s.Close()
	n = 300
	b := data.Like[float32](s.like, 16)
	var err error
	for step := 0; step < s.Steps() && err == nil; step++ {
		err = s.Read(b, 0, step)
	}
	if err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Errorf("%v", err)
	}
}
