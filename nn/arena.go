package nn

import (
	"math"

	"gater/mat"
)

var nan = mat.Float(math.NaN())

// arena is the memory of a pass: three stacks that are marked before a layer runs and cut back
// when it returns. Lifetimes nest because layers do, so nothing is allocated in steady state.
type arena struct {
	floats stack[mat.Float]
	clean  stack[mat.Float] // all zeros; whoever takes of it leaves zeros
	dirty  int              // how many have not cleaned up yet
	ints   stack[int32]
	vars   stack[Var]
	pairs  stack[mat.Pairs]
}

type mark struct{ floats, clean, ints, vars, pairs spot }

func (a *arena) mark() mark {
	return mark{a.floats.at, a.clean.at, a.ints.at, a.vars.at, a.pairs.at}
}

func (a *arena) release(m mark) {
	a.floats.at, a.clean.at, a.ints.at, a.vars.at, a.pairs.at = m.floats, m.clean, m.ints, m.vars, m.pairs
}

// reset frees everything. If a pass was broken off, what should be clean may not be.
func (a *arena) reset() {
	if a.dirty != 0 {
		a.clean, a.dirty = stack[mat.Float]{}, 0
	}
	a.release(mark{})
}

func (a *arena) newVar() *Var { return a.vars.one() }

// stack hands out slices of its chunks in order. A chunk once made is kept.
type stack[T any] struct {
	chunks [][]T
	at     spot
}

// spot is a place in a stack: so many elements of chunk are taken, and all chunks before it.
type spot struct{ chunk, used int }

const (
	chunkLen = 1 << 14 // numbers
	chunkOne = 1 << 6  // values taken one at a time
	align    = 16      // numbers: one cache line of float32
)

// take is n numbers that begin a cache line.
func (s *stack[T]) take(n int) []T { return s.cut(n, (n+align-1)/align*align, chunkLen) }

// one is a single value.
func (s *stack[T]) one() *T { return &s.cut(1, 1, chunkOne)[0] }

// newChunk makes numbers where kernels like them.
func newChunk[T any](n int) []T {
	if c, ok := any(mat.New(1, 0).Data).([]T); ok && c != nil {
		return any(mat.New(1, n).Data).([]T)
	}
	return make([]T, n)
}

// cut is n elements out of room, from a chunk of at least the given length.
func (s *stack[T]) cut(n, room, chunk int) []T {
	for ; s.at.chunk < len(s.chunks); s.at = (spot{s.at.chunk + 1, 0}) {
		if c := s.chunks[s.at.chunk]; s.at.used+room <= len(c) {
			out := c[s.at.used : s.at.used+n : s.at.used+n]
			s.at.used += room
			return out
		}
	}
	s.chunks = append(s.chunks, newChunk[T](max(chunk, room)))
	s.at = spot{len(s.chunks) - 1, room}
	return s.chunks[s.at.chunk][:n:n]
}
