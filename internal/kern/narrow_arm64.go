//go:build !purego && !f64

package kern

// The kernels of narrow weights, for one row: more are taken one by one, or their weights widened.

// halfNEON is half for n ≤ 32 columns.
//
//go:noescape
func halfNEON(c *float32, a *float32, w *uint16, sw int, k int, n int)

// widenNEON is widen for n numbers in whole vectors.
//
//go:noescape
func widenNEON(dst *float32, src *uint16, n int)

// dot8NEON is dot8 for one row.
//
//go:noescape
func dot8NEON(c *int32, p *int8, rows *int, u *uint8, groups int)

// line8NEON is line8 for n bytes, a multiple of 64.
//
//go:noescape
func line8NEON(p *int8, u *uint8, n int) int32

// scale8NEON is y = b + ((c − shift)·s)·t for n elements.
//
//go:noescape
func scale8NEON(y *float32, b *float32, c *int32, s *float32, n int, shift int32, t float32)

// absMaxNEON is the bits of max |x| of n numbers.
//
//go:noescape
func absMaxNEON(x *float32, n int) uint32

// round8NEON is round8 for n numbers.
//
//go:noescape
func round8NEON(p *int8, x *float32, n int, f float32) int32
