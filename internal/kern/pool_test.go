package kern

import (
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// tally counts how often each part runs.
type tally struct {
	seen [16]atomic.Int64
	n    atomic.Int64
}

func (t *tally) Part(i, n int) {
	t.seen[i].Add(1)
	t.n.Store(int64(n))
}

func TestPoolParts(t *testing.T) {
	for _, threads := range []int{0, 1, 2, 3, 7} {
		p := NewPool(threads)
		var c tally
		const runs = 300
		for i := range runs {
			if i%100 == 99 {
				time.Sleep(2 * time.Millisecond) // long enough to park
			}
			p.Run(&c)
		}
		if n := int(c.n.Load()); n != p.Threads() {
			t.Fatalf("%d threads: parts were told n=%d", p.Threads(), n)
		}
		for i := range c.seen {
			want := int64(0)
			if i < p.Threads() {
				want = runs
			}
			if got := c.seen[i].Load(); got != want {
				t.Errorf("%d threads: part %d ran %d times in %d runs, want %d", p.Threads(), i, got, runs, want)
			}
		}
		p.Close()
	}
}

func TestPoolOneProcessor(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p := NewPool(3)
	defer p.Close()
	var c tally
	for range 200 {
		p.Run(&c)
	}
	if got := c.seen[0].Load() + c.seen[1].Load() + c.seen[2].Load(); got != 600 {
		t.Errorf("%d parts ran, want 600", got)
	}
}

// nested runs another task on its own pool.
type nested struct {
	p     *Pool
	inner tally
}

func (n *nested) Part(i, _ int) { n.p.Run(&n.inner) }

func TestPoolNested(t *testing.T) {
	p := NewPool(2)
	defer p.Close()
	n := &nested{p: p}
	p.Run(n)
	if got := n.inner.seen[0].Load(); got != 2 {
		t.Errorf("the inner task ran %d times, want once for each of 2 parts", got)
	}
}

func TestPoolClose(t *testing.T) {
	before := runtime.NumGoroutine()
	p := NewPool(5)
	p.Close()
	p.Close()
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i == 2000 {
			t.Fatalf("%d goroutines 2 s after Close, want %d", runtime.NumGoroutine(), before)
		}
		time.Sleep(time.Millisecond)
	}
	var c tally
	p.Run(&c)
	if c.seen[0].Load() != 1 || c.seen[4].Load() != 1 {
		t.Error("a closed pool did not run its task")
	}
}

func TestAllocs(t *testing.T) {
	if race {
		t.Skip("the race detector allocates")
	}
	eachTier(t, func(t *testing.T) {
		for _, threads := range []int{1, 3} {
			p := NewPool(threads)
			defer p.Close()
			for _, c := range bigCalls(rand.New(rand.NewPCG(12, 13)), p) {
				for range 20 { // until every thread has had its share, and what it keeps
					c.f(c.c, c.a, c.b)
				}
				n := 1.0
				for try := 0; n != 0 && try < 5; try++ { // a thread may come late to its first share
					n = testing.AllocsPerRun(5, func() { c.f(c.c, c.a, c.b) })
				}
				if n != 0 {
					t.Errorf("%v on %d threads: %v allocations a call, want 0", c, threads, n)
				}
			}
		}
	})
}
