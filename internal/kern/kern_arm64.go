//go:build !purego && !f64

package kern

// NEON is part of every 64-bit ARM processor. The assembly is written by hand:
// avo does not know the architecture.

// tiers returns the tiers this processor can run, best first.
func tiers() []*tier { return []*tier{neon} }

var neon = &tier{
	name:  "neon",
	lanes: 4,
	nt:    []ntKernel{nt1NEON, nt2NEON, nt3NEON, nt4NEON},
	gemm:  [][]gemmKernel{gemmNEON, gemmNEON, gemmNEON, gemmNEON},
	pack:  []packKernel{packNEON, packNEON, packNEON, packNEON},
	turn:  turnNEON,

	exp: onSlices(expRef), sigmoid: onSlices(sigmoidRef), tanh: onSlices(tanhRef),
	relu: onSlices(reluRef), reluBack: reluBackGo,
	sqrt: onSlices(sqrtRef), mul: mulGo, above: aboveGo, over: overGo,
	axpy: axpyNEON, scale: scaleNEON, sumSq: sumSqGo,
	sgd: sgdGo, rmsprop: rmspropGo, adam: adamGo, adamIdle: adamIdleGo,
	peak: peakNEON, read: readNEON,

	half: halvesNEON, widen: widenNEON, dot8: []dot8Kernel{dot8NEON}, line8: line8NEON, scale8: scale8NEON,
	absMax: absMaxNEON, round8: round8NEON,
}

// gemmNEON[m-1] makes m rows; each finds its width from n.
var gemmNEON = []gemmKernel{gemm1NEON, gemm2NEON, gemm3NEON, gemm4NEON}

// halvesNEON are eight vectors of columns, of which the kernel finds the number from n.
var halvesNEON = []halfKernel{halfNEON, halfNEON, halfNEON, halfNEON, halfNEON, halfNEON, halfNEON, halfNEON}

// nt1NEON is NT over m listed rows of a and of c and the first row of b.
//
//go:noescape
func nt1NEON(c *float32, ldc int, to *int32, a *float32, lda int, rows *int32, b *float32, ldb int, m int, k int)

// nt2NEON is NT over m listed rows of a and of c and the first 2 rows of b.
//
//go:noescape
func nt2NEON(c *float32, ldc int, to *int32, a *float32, lda int, rows *int32, b *float32, ldb int, m int, k int)

// nt3NEON is NT over m listed rows of a and of c and the first 3 rows of b.
//
//go:noescape
func nt3NEON(c *float32, ldc int, to *int32, a *float32, lda int, rows *int32, b *float32, ldb int, m int, k int)

// nt4NEON is NT over m listed rows of a and of c and the first 4 rows of b.
//
//go:noescape
func nt4NEON(c *float32, ldc int, to *int32, a *float32, lda int, rows *int32, b *float32, ldb int, m int, k int)

// gemm1NEON is Gemm for 1 listed row and n ≤ 16 columns.
//
//go:noescape
func gemm1NEON(c *float32, ldc int, rows *int32, a *float32, sm int, sk int, b *float32, sb int, terms *int32, next *float32, step int, gap int, k int, n int)

// gemm2NEON is Gemm for 2 listed rows and n ≤ 16 columns.
//
//go:noescape
func gemm2NEON(c *float32, ldc int, rows *int32, a *float32, sm int, sk int, b *float32, sb int, terms *int32, next *float32, step int, gap int, k int, n int)

// gemm3NEON is Gemm for 3 listed rows and n ≤ 16 columns.
//
//go:noescape
func gemm3NEON(c *float32, ldc int, rows *int32, a *float32, sm int, sk int, b *float32, sb int, terms *int32, next *float32, step int, gap int, k int, n int)

// gemm4NEON is Gemm for 4 listed rows and n ≤ 16 columns.
//
//go:noescape
func gemm4NEON(c *float32, ldc int, rows *int32, a *float32, sm int, sk int, b *float32, sb int, terms *int32, next *float32, step int, gap int, k int, n int)

// packNEON copies n ≤ 16 columns of k rows of b, n in whole vectors apart.
//
//go:noescape
func packNEON(to *float32, b *float32, ldb int, k int, n int)

// turnNEON turns 4 rows of b, k a multiple of 4.
//
//go:noescape
func turnNEON(to *float32, ldt int, b *float32, ldb int, k int)

// axpyNEON is y += alpha·x for n elements.
//
//go:noescape
func axpyNEON(y *float32, x *float32, n int, alpha float32)

// scaleNEON is y *= alpha for n elements.
//
//go:noescape
func scaleNEON(y *float32, n int, alpha float32)

// peakNEON does two multiply-adds in each lane of 12 chains, rounds/2 times, and returns an
// element of their sum.
//
//go:noescape
func peakNEON(start *float32, rounds int) float32

// readNEON adds up n elements, a multiple of 8 vectors, lane by lane in 8 chains, and returns an
// element of the sum.
//
//go:noescape
func readNEON(x *float32, n int) float32
