package kern

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// A Task is work that can be cut into n parts. Parts run at the same time and
// must not touch the same memory.
type Task interface{ Part(i, n int) }

// spins is how often a worker looks for work before it parks, if every thread
// can have a processor, and yield the number of looks after which it lets other
// goroutines run. A look takes about a nanosecond.
const (
	spins = 1 << 16
	yield = 1 << 8
)

// A Pool runs tasks on a fixed number of threads, the caller's being one of
// them. Workers spin for a moment after each task before they park, since waking
// one takes as long as a small product. One task runs at a time. A nil Pool is a
// pool of one thread.
type Pool struct {
	threads int
	costs   Costs // 0: typical ones
	spins   int   // looks for work before a worker parks
	task    Task
	job     job // the task, if it is a product
	cuts    []int32
	parts   int
	state   atomic.Uint64 // number of the task in the high half, parts not taken in the low half
	left    atomic.Int64  // parts not finished
	busy    atomic.Bool
	closed  atomic.Bool

	mu     sync.Mutex
	wake   sync.Cond
	parked atomic.Int64
}

// NewPool starts a pool of the given number of threads, at least one.
func NewPool(threads int) *Pool {
	p := &Pool{threads: max(threads, 1)}
	if p.threads <= runtime.GOMAXPROCS(0) {
		p.spins = spins
	}
	p.wake.L = &p.mu
	for range p.threads - 1 {
		go p.work()
	}
	return p
}

// Threads returns the number of threads, 1 for a nil pool.
func (p *Pool) Threads() int {
	if p == nil {
		return 1
	}
	return p.threads
}

// Close ends the workers. Tasks run later run on the caller.
func (p *Pool) Close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.closed.Store(true)
	p.wake.Broadcast()
	p.mu.Unlock()
}

// Run calls t.Part(i, n) for every i below n = p.Threads() and returns when all
// are done. If the pool is running a task already, as it is for a part that uses
// its own pool, or has one thread, t runs on the caller as Part(0, 1).
func (p *Pool) Run(t Task) {
	if p == nil || p.threads == 1 || !p.begin() {
		t.Part(0, 1)
		return
	}
	p.run(t, p.threads)
	p.end()
}

// Share is Run in more parts than there are threads, if t does as much as so many multiplications and
// that is worth sharing, else Part(0, 1) on the caller.
func (p *Pool) Share(t Task, work int) {
	if p == nil || p.threads == 1 || !p.worth(work) || !p.begin() {
		t.Part(0, 1)
		return
	}
	p.run(t, partsPerThread*p.threads)
	p.end()
}

// begin reserves the pool; false if it is in use.
func (p *Pool) begin() bool { return p.busy.CompareAndSwap(false, true) }

func (p *Pool) end() { p.busy.Store(false) }

// run runs t in the given number of parts on a reserved pool.
func (p *Pool) run(t Task, parts int) {
	p.task, p.parts = t, parts
	p.left.Store(int64(parts))
	number := p.state.Load()>>32 + 1
	p.state.Store(number<<32 | uint64(parts))
	if p.parked.Load() > 0 {
		p.mu.Lock()
		p.wake.Broadcast()
		p.mu.Unlock()
	}
	for p.step() {
	}
	for i := 1; p.left.Load() > 0; i++ {
		if i%yield == 0 {
			runtime.Gosched()
		}
	}
	p.task = nil
}

// step takes the next part and runs it; false if there is none. A part can only
// be taken while its task runs, so that p.task is stable after the exchange.
func (p *Pool) step() bool {
	s := p.state.Load()
	if uint32(s) == 0 {
		return false
	}
	if p.state.CompareAndSwap(s, s-1) {
		p.task.Part(p.parts-int(uint32(s)), p.parts)
		p.left.Add(-1)
	}
	return true
}

// work is the life of a worker: look for parts, spin, park.
func (p *Pool) work() {
	idle := 0
	for !p.closed.Load() {
		if p.step() {
			idle = 0
			continue
		}
		if idle++; idle < p.spins {
			if idle%yield == 0 {
				runtime.Gosched()
			}
			continue
		}
		p.park()
		idle = 0
	}
}

// park waits until a task has parts to take or the pool is closed.
func (p *Pool) park() {
	p.mu.Lock()
	p.parked.Add(1)
	for uint32(p.state.Load()) == 0 && !p.closed.Load() {
		p.wake.Wait()
	}
	p.parked.Add(-1)
	p.mu.Unlock()
}
