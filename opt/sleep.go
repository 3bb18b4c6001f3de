package opt

import (
	"gater/mat"
	"gater/nn"
)

// sleep is which blocks of one parameter are behind, and by how much. It is the parameter's
// nn.Sleeper.
type sleep struct {
	o *Optimiser
	v *variable
	// seen is by block how many updates of the log it has had; empty until a pass first says what
	// the blocks are.
	seen   []float64
	learnt []bool // by block: there is a gradient
	all    bool   // there may be a gradient anywhere
	left   int    // blocks without a gradient at the step at hand
}

// blocks is the number of blocks, 0 while it is not known.
func (s *sleep) blocks() int {
	if n := len(s.seen); n > 0 && len(s.v.Val.Data)%n == 0 {
		return n
	}
	return 0
}

// at is the number of updates of the log that block k has had, of n.
func (s *sleep) at(k, n int) int { return min(max(int(s.seen[k]), 0), n) }

// Wake catches up with the blocks that are about to be read.
func (s *sleep) Wake(pool *mat.Pool, open *mat.Pairs) {
	n := s.o.logged()
	if n == 0 {
		return
	}
	if open != nil && open.Blocks != s.blocks() {
		open = nil
	}
	w := &s.o.waking
	for k := range s.blocks() {
		if open == nil || open.Off[k+1] > open.Off[k] {
			w.add(s, k, n)
		}
	}
	w.run(pool, s.o)
}

// Learnt marks the blocks that have a gradient.
func (s *sleep) Learnt(open *mat.Pairs) {
	if open == nil {
		s.all = true
		return
	}
	if len(s.seen) == 0 && open.Blocks > 0 && len(s.v.Val.Data)%open.Blocks == 0 {
		s.split(open.Blocks)
	}
	if open.Blocks != s.blocks() {
		s.all = true
		return
	}
	if len(s.learnt) != open.Blocks {
		s.learnt = make([]bool, open.Blocks)
	}
	for k := range s.learnt {
		if open.Off[k+1] > open.Off[k] {
			s.learnt[k] = true
		}
	}
}

// split makes n blocks, all up to date: until now every update was of the whole parameter.
func (s *sleep) split(n int) {
	s.seen = make([]float64, n)
	for k := range s.seen {
		s.seen[k] = float64(s.o.logged())
	}
}

// rests reports whether blocks without a gradient may be left alone at this step.
func (s *sleep) rests(limit, limitIsNew bool) bool {
	switch {
	case s.v.Sleeper != nn.Sleeper(s) || s.blocks() == 0 || len(s.learnt) != s.blocks() || s.all:
		return false
	case limit && s.v.Fan != nn.FanTable:
		return s.o.idler.rest() != moving && s.v.Fan != nn.FanCols && !limitIsNew
	}
	return true
}

// pieces appends runs of blocks that have a gradient.
func (s *sleep) pieces(list []piece) []piece {
	n := s.blocks()
	size := len(s.v.Val.Data) / n
	s.left = 0
	for k := 0; k < n; k++ {
		if !s.learnt[k] {
			s.left++
			continue
		}
		first := k
		for k+1 < n && s.learnt[k+1] && (k+2-first)*size <= chunk {
			k++
		}
		list = append(list, piece{v: s.v, lo: first * size, hi: (k + 1) * size})
	}
	return list
}

// stepped ends a step after which the log has n updates; it reports whether a block is behind.
func (s *sleep) stepped(n int) (behind bool) {
	for k := range s.seen {
		if s.v.resting && !s.learnt[k] {
			behind = behind || s.at(k, n) < n
			continue
		}
		s.seen[k] = float64(n)
	}
	clear(s.learnt)
	s.all = false
	return behind
}
