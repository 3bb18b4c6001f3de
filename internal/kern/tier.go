package kern

import (
	"fmt"
	"os"
)

// A tier is the set of kernels written for one instruction set. A nil tier
// stands for plain Go. The contracts are those of the generated declarations.
type tier struct {
	name   string
	lanes  int            // elements a vector
	nt     []ntKernel     // nt[j-1] makes j columns
	gemm   [][]gemmKernel // gemm[v-1][m-1] makes v vectors of columns of m rows
	steady []steadyKernel // steady[m-4] and turned[m-4] make tiles of whole vectors of m rows; they may be missing
	turned []turnedKernel
	pack   []packKernel // pack[v-1] copies v vectors of columns
	turn   func(to *Float, ldt int, b *Float, ldb, k int)
	deal   func(to *Float, ldt int, b *Float, ldb, ahead, k int) // may be missing

	// Blocks of weights; missing, they are packed products like any other.
	panel [][]panelKernel // panel[v-1][m-1] makes v vectors of columns of m rows
	few   [][]panelKernel // as panel, of more columns and few rows; it may be missing
	outer [][]outerKernel // as panel

	sums func(c, x *Float, sx int, a *Float, rows *int, k, n int) // may be missing

	// What follows up to exp may be missing: then the open columns go block by block, and gates are
	// plain Go.
	ntOpen func(c, a, b *Float, ldb int, steps *uint64, s, n int)
	nnOpen func(c, a, b *Float, ldb int, steps *uint64, s, k int)
	tnOpen func(c *Float, ldc int, a, b *Float, steps *uint64, s, m int)

	gateOn   func(e, y, val *Float, ldv int, g *Float, ldg int, rows *int32, m, n int, floor Float)
	gateBack func(de, dy *Float, ldd int, e, g *Float, ldg int, dg *Float, ldw int, rows *int32, m, n int, off Float)
	gateBits func(to *uint64, g *Float, n int)

	exp, sigmoid, tanh func(dst, a *Float, n int)
	axpy               func(y, x *Float, n int, alpha Float)
	rows4              func(c, a, b, next *Float, ldb, n int) // may be missing
	relu               func(dst, a *Float, n int)
	reluBack           func(y, x, a *Float, n int)
	sqrt               func(dst, a *Float, n int)
	mul, above         func(dst, a, x *Float, n int)
	over               func(dst, a *Float, n int, theta Float)
	scale              func(y *Float, n int, alpha Float)
	sumSq              func(x *Float, n int) float64
	squares            func(sum *float64, a *Float, lda, rows, n int) // may be missing
	sgd                func(w, v, g *Float, n int, step, mu Float)
	rmsprop            func(w, s, g *Float, n int, lr, rho, rest, eps, gscale Float)
	adam               func(w, m, v, g *Float, n int, lr, b1, rest1, b2, rest2, eps, decay, c1, c2, gscale Float)
	adamIdle           func(w, m, v *Float, n int, keep, move, eps, dev, b1, b2 Float)

	peak func(start *Float, rounds int) Float
	read func(x *Float, n int) Float

	fetch func(x *Float, n int) // may be missing

	// Narrow weights; missing, they are plain Go.
	half   []halfKernel                         // half[v-1] makes v vectors of columns of a row
	widen  func(dst *Float, src *uint16, n int) // n in whole vectors
	dot8   []dot8Kernel                         // dot8[m-1] makes m rows
	line8  func(p *int8, u *uint8, n int) int32 // n in lines
	scale8 func(y, b *Float, c *int32, s *Float, n int, shift int32, t Float)
	absMax func(x *Float, n int) uint32
	round8 func(p *int8, x *Float, n int, f Float) int32
}

type (
	ntKernel     func(c *Float, ldc int, to *int32, a *Float, lda int, rows *int32, b *Float, ldb int, m, k int)
	steadyKernel func(c *Float, ldc int, rows *int32, a *Float, sm int, b *Float, sb int, next *Float, step, turn, k, tiles int)
	turnedKernel func(c *Float, ldc int, rows *int32, a *Float, b *Float, sb int, next *Float, step, turn, k, tiles int)
	gemmKernel   func(c *Float, ldc int, rows *int32, a *Float, sm, sk int, b *Float, sb int, terms *int32, next *Float, step, gap, k, n int)
	panelKernel  func(c *Float, ldc int, a *Float, rows *int, b *Float, sb, ahead, k, n int)
	outerKernel  func(c *Float, ldc int, a *Float, rows *int, b *Float, sb, k, n, tiles int)
	packKernel   func(to, b *Float, ldb, k, n int)
	halfKernel   func(c, a *Float, w *uint16, sw, k, n int)
	dot8Kernel   func(c *int32, p *int8, rows *int, u *uint8, groups int)
)

// active is the tier in use: the best the processor has, or the one the
// variable GATER_CPU names (avx512, avx2, neon or go). Tests change it.
var active = pick(os.Getenv("GATER_CPU"))

// pick returns the tier of that name, the best one if the name is empty.
func pick(name string) *tier {
	have := tiers()
	if name == "" && len(have) > 0 {
		return have[0]
	}
	if name == "" || name == "go" {
		return nil
	}
	for _, t := range have {
		if t.name == name {
			return t
		}
	}
	panic(fmt.Sprintf("kern: GATER_CPU=%s: this build has no such kernels for this processor; unset it or use go", name))
}

// CPU returns the name of the kernels in use: avx512, avx2, neon or go.
func CPU() string {
	if active == nil {
		return "go"
	}
	return active.name
}
