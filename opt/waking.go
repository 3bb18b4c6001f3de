package opt

import (
	"sync/atomic"

	"gater/mat"
)

// nap is a run of blocks that missed all updates of the log but the first so many.
type nap struct {
	v            *variable
	lo, hi, seen int
}

// waking catches up with blocks, as a task.
type waking struct {
	idler  idler
	log    []Float
	list   []nap
	amount int
	next   atomic.Int64
}

// add is block k of s, unless it is up to date with the n updates of the log.
func (w *waking) add(s *sleep, k, n int) {
	seen := s.at(k, n)
	if seen == n {
		return
	}
	s.seen[k] = float64(n)
	size := len(s.v.Val.Data) / len(s.seen)
	lo, hi := k*size, (k+1)*size
	w.amount += size
	if i := len(w.list) - 1; i >= 0 {
		if t := &w.list[i]; t.v == s.v && t.hi == lo && t.seen == seen && hi-t.lo <= chunk {
			t.hi = hi
			return
		}
	}
	w.list = append(w.list, nap{v: s.v, lo: lo, hi: hi, seen: seen})
}

// run does what was added.
func (w *waking) run(pool *mat.Pool, o *Optimiser) {
	if len(w.list) == 0 {
		return
	}
	if w.amount <= chunk {
		pool = nil
	}
	w.idler, w.log = o.idler, o.log.Data[:o.logged()*notes]
	w.next.Store(0)
	pool.Run(w)
	w.list, w.amount = w.list[:0], 0
}

// Part takes nap after nap until there are none.
func (w *waking) Part(_, _ int) {
	for {
		k := int(w.next.Add(1)) - 1
		if k >= len(w.list) {
			return
		}
		t := &w.list[k]
		w.idler.idle(t.v.Val.Data[t.lo:t.hi], t.v.moments(t.lo, t.hi), w.log[t.seen*notes:], t.v.factor, t.v.bias())
	}
}
