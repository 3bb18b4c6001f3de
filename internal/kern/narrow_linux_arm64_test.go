//go:build !purego && !f64

package kern

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// room is the first n values of the memory, or the last, all of them drawn.
func room[T any](f fence, n int, last bool, draw func() T) []T {
	if n == 0 {
		n = 1 // to point at
	}
	at := 0
	if last {
		at = len(f) - n*int(unsafe.Sizeof(*new(T)))
	}
	s := unsafe.Slice((*T)(unsafe.Pointer(&f[at])), n)
	for i := range s {
		s[i] = draw()
	}
	return s
}

// narrowTrials are the kernels of narrow weights, each with operands that begin or end where memory does;
// what they make of n elements, rows or groups, off more than there are, and what it is by definition.
func narrowTrials(t *testing.T, r *rand.Rand) map[string]func(n, off int, last bool) (got, want any) {
	a, b, c, d := newFence(t), newFence(t), newFence(t), newFence(t)
	float := func() float32 { return float32(r.NormFloat64()) }
	whole := func() int32 { return int32(r.IntN(1<<20) - 1<<19) }
	p := func() int8 { return []int8{-127, 127, int8(r.IntN(255) - 127)}[r.IntN(3)] }
	u := func() uint8 { return []uint8{0, 255, uint8(r.IntN(256))}[r.IntN(3)] }
	half := func() uint16 { return ToBF16(float()) }
	return map[string]func(n, off int, last bool) (got, want any){
		"half": func(n, off int, last bool) (any, any) {
			k := 1 + n%5
			y, x := room(a, n, last, float), room(b, k, last, float)
			w := room(c, k*n+3, last, half) // a row is read up to the end of a vector
			want := append([]float32(nil), y...)
			for j := range want {
				want[j] = ascending(want[j], x, line(k, func(l int) float32 { return FromBF16(w[l*n+j]) }))
			}
			halfNEON(&y[0], &x[0], &w[0], n, k, n+off)
			return fmt.Sprint(y), fmt.Sprint(want)
		},
		"terms of half": func(k, off int, last bool) (any, any) {
			const n = 5
			y, x, w := room(a, n, last, float), room(b, k, last, float), room(c, k*n+3, last, half)
			want := append([]float32(nil), y...)
			for j := range want {
				want[j] = ascending(want[j], x, line(k, func(l int) float32 { return FromBF16(w[l*n+j]) }))
			}
			halfNEON(&y[0], &x[0], &w[0], n, k+off, n)
			return fmt.Sprint(y), fmt.Sprint(want)
		},
		"widen": func(n, off int, last bool) (any, any) {
			y, w := room(a, 4*n, last, float), room(b, 4*n, last, half)
			want := line(4*n, func(i int) float32 { return FromBF16(w[i]) })
			widenNEON(&y[0], &w[0], 4*(n+off))
			return fmt.Sprint(y), fmt.Sprint(want)
		},
		"dot8": func(n, off int, last bool) (any, any) {
			x, w, y := room(a, n*groupIn, last, p), room(b, n*groupIn*panelOut, last, u), room(c, panelOut, last, whole)
			want, rows := append([]int32(nil), y...), []int{0}
			dot8Ref(want, x, rows, w, n)
			dot8NEON(&y[0], &x[0], &rows[0], &w[0], n+off)
			return fmt.Sprint(y), fmt.Sprint(want)
		},
		"line8": func(n, off int, last bool) (any, any) {
			x, w := room(a, n*lineIn, last, p), room(b, n*lineIn, last, u)
			return line8NEON(&x[0], &w[0], (n+off)*lineIn), line8Ref(x, w)
		},
		"scale8": func(n, off int, last bool) (any, any) {
			y, bias, x, s := room(a, n, last, float), room(b, n, last, float), room(c, n, last, whole), room(d, n, last, float)
			want, shift, by := make([]float32, n), whole(), float()
			scale8Ref(want, bias, x, s, shift, by)
			scale8NEON(&y[0], &bias[0], &x[0], &s[0], n+off, shift, by)
			return fmt.Sprint(y), fmt.Sprint(want)
		},
		"absMax": func(n, off int, last bool) (any, any) {
			x := room(a, n, last, float)
			x[n-1] = []float32{-9, 9, nan}[r.IntN(3)]
			return absMaxNEON(&x[0], n+off), math.Float32bits(absMaxRef(x))
		},
		"round8": func(n, off int, last bool) (any, any) {
			x, y := room(a, n, last, float), room(b, n, last, p)
			want, f := make([]int8, n), float32(r.IntN(300))
			sum := round8Ref(want, x, f)
			got := round8NEON(&y[0], &x[0], n+off, f)
			return fmt.Sprint(y, got), fmt.Sprint(want, sum)
		},
	}
}

// TestNEONNarrow: the kernels of narrow weights have the bits of their definitions at every size, and
// touch no memory beside their operands. Given one element less or one more, they are found out.
func TestNEONNarrow(t *testing.T) {
	for name, trial := range narrowTrials(t, rand.New(rand.NewPCG(24, 25))) {
		for _, off := range []int{0, -1, 1} {
			for n := 1; n < 60 && (off == 0 || n < 40); n++ {
				if off < 0 && n == 1 {
					continue
				}
				wrong := ""
				for _, last := range []bool{false, true} {
					var got, want any
					if faults(func() { got, want = trial(n, off, last) }) {
						wrong = "touches memory beside its operands"
					} else if got != want {
						wrong = fmt.Sprintf("is %v, want %v", got, want)
					}
				}
				if (wrong == "") != (off == 0) {
					t.Fatalf("%s of %d, given %d more: %q", name, n, off, wrong)
				}
			}
		}
	}
}
