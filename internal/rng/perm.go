package rng

import (
	"fmt"
	"math"
)

// Perm fills p with a uniform permutation of 0 to len(p)−1 (Fisher–Yates).
// It draws from the same words as Uniform: give it a Site or Draw of its own.
// It panics if len(p) is above 2³¹−1.
func (k Key) Perm(p []int32) {
	bound("Perm", len(p))
	s := words{b: k.block(), at: 8}
	for i := range p {
		j := s.below(uint32(i) + 1)
		p[i] = p[j]
		p[j] = int32(i)
	}
}

// Ints fills dst with independent uniform integers in 0 to n−1.
// It draws from the same words as Uniform: give it a Site or Draw of its own.
// It panics if n is not in 1 to 2³¹−1.
func (k Key) Ints(dst []int32, n int) {
	bound("Ints", n)
	if n == 0 {
		panic("rng: Ints below 0, want n at least 1")
	}
	s := words{b: k.block(), at: 8}
	for i := range dst {
		dst[i] = int32(s.below(uint32(n)))
	}
}

func bound(name string, n int) {
	if n < 0 || n > math.MaxInt32 {
		panic(fmt.Sprintf("rng: %s of %d integers, want 0 to 2147483647", name, n))
	}
}

// words reads a stream word by word.
type words struct {
	b  block
	w  [8]uint32
	n  uint32 // number of the next block
	at int    // next unread place in w
}

func (s *words) next() uint32 {
	if s.at == 8 {
		s.b.pair(&s.w, s.n)
		s.n, s.at = s.n+2, 0
	}
	s.at++
	return s.w[s.at-1]
}

// below draws from 0 to n−1 without bias (Lemire, "Fast random integer
// generation in an interval", ACM TOMACS 2019).
//
//	⌊w·n/2³²⌋, drawn again while w·n mod 2³² < 2³² mod n
func (s *words) below(n uint32) uint32 {
	p := uint64(s.next()) * uint64(n)
	if uint32(p) < n {
		for least := -n % n; uint32(p) < least; {
			p = uint64(s.next()) * uint64(n)
		}
	}
	return uint32(p >> 32)
}
