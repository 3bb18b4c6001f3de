// Package rng is counter-based randomness: a stream of draws is a pure
// function of its name, so there is no generator to carry along, to seed, to
// lock or to save. The same Key gives the same numbers on any machine, in any
// order of asking and for any number of goroutines.
//
// The bits are Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
// numbers: as easy as 1, 2, 3", SC 2011).
package rng

import "fmt"

// Float is the element type of the draws.
type Float interface{ ~float32 | ~float64 }

// Key names one stream of draws. Two keys that differ in any field name
// streams that have nothing to do with each other.
//
// By convention Step counts optimiser steps, Row is the example's place in the
// batch, Site is the stochastic layer, and Draw tells apart the draws that one
// site makes for one row. Site and Draw share a counter word: each must be
// below 1<<16, or every method and function panics.
type Key struct {
	Seed                  uint64
	Step, Row, Site, Draw uint32
}

// block is a counter with a free first word, and the cipher's key.
type block struct{ c1, c2, c3, k0, k1 uint32 }

func (k Key) block() block {
	if k.Site >= 1<<16 || k.Draw >= 1<<16 {
		panic(fmt.Sprintf("rng: Key has Site %d and Draw %d, want both below 65536", k.Site, k.Draw))
	}
	return block{k.Row, k.Step, k.Site<<16 | k.Draw, uint32(k.Seed), uint32(k.Seed >> 32)}
}

// Uniform fills dst with uniforms in the open interval (0,1); element j depends
// on (k, j) alone, so a longer dst begins like a shorter one.
//
//	u = (2w+1)/2³³       float64, w the 32-bit word
//	u = (2⌊w/2⁹⌋+1)/2²⁴  float32: the same word cut to what the type holds
//
// Both grids are symmetric about ½ and have mean ½ exactly; a float32 draw is
// within 2⁻²⁴ of the float64 draw of the same key. It panics beyond 2³⁴ elements.
func Uniform[F Float](dst []F, k Key) {
	cut, scale := grid[F]()
	b, w := start(k, len(dst)), [8]uint32{}
	for j := 0; j < len(dst); j += 8 {
		b.pair(&w, uint32(j/4))
		d := dst[j:min(j+8, len(dst))]
		for i := range d {
			d[i] = unit(w[i&7], cut, scale)
		}
	}
}

// unit is (⌊2w/2ᶜ⌋ | 1)·scale, c the number of bits cut off.
func unit[F Float](w uint32, cut uint, scale F) F {
	return F(int64(w)<<1>>(cut&63)|1) * scale
}

// grid returns how many low bits of 2w are cut off, and the width of one bit.
func grid[F Float]() (cut uint, scale F) {
	if one := F(1); one+0x1p-30 == one {
		return 9, 0x1p-24
	}
	return 0, 0x1p-33
}

// start opens the stream for n draws.
func start(k Key, n int) block {
	if uint64(n) > 1<<34 {
		panic(fmt.Sprintf("rng: %d draws from one Key, want at most 2^34", n))
	}
	return k.block()
}
