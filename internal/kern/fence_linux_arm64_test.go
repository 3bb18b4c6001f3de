//go:build !purego && !f64

package kern

import (
	"runtime/debug"
	"syscall"
	"testing"
	"unsafe"
)

// A fence is memory between two pages that cannot be touched.
type fence []byte

func newFence(t *testing.T) fence {
	t.Helper()
	page := syscall.Getpagesize()
	all, err := syscall.Mmap(-1, 0, 3*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(all) })
	for _, side := range [][]byte{all[:page], all[2*page:]} {
		if err := syscall.Mprotect(side, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	return fence(all[page : 2*page])
}

// words is the first n numbers of the memory, or the last.
func words[T int32 | float32](f fence, n int, last bool) []T {
	if n == 0 {
		return nil
	}
	at := 0
	if last {
		at = len(f) - 4*n
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&f[at])), n)
}

// faults reports whether f touches what it may not.
func faults(f func()) (bad bool) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { bad = recover() != nil }()
	f()
	return
}

// fenced are the products with operands and lists that begin or end where memory does.
func fenced(t *testing.T) func(m, n, k int, last bool) map[string]func() {
	fc, fa, fb, fl := newFence(t), newFence(t), newFence(t), newFence(t)
	return func(m, n, k int, last bool) map[string]func() {
		c, a, b := words[float32](fc, m*n, last), words[float32](fa, m*k, last), words[float32](fb, n*k, last)
		rows := func(n int) []int32 {
			list := words[int32](fl, n, last)
			copy(list, count[:n])
			return list
		}
		return map[string]func(){
			"NN":   func() { MulNN(c, n, a, k, b, n, rows(m), m, n, k) },
			"NT":   func() { MulNT(c, n, a, k, b, k, rows(m), m, n, k) },
			"TN":   func() { MulTN(c, n, a, m, b, n, rows(k), m, n, k) },
			"dots": func() { dotKernels(c, n, a, k, b, k, rows(m), m, n, k) },
			"axpy": func() { Axpy(a, 2, a) },
		}
	}
}

// TestNEONFence: overlap does not reach outside.
func TestNEONFence(t *testing.T) {
	forced(t, neon)
	at := fenced(t)
	for _, last := range []bool{false, true} {
		for m := range 8 {
			for n := range 20 {
				for k := 1; k < 8; k++ {
					for name, f := range at(m, n, k, last) {
						if faults(f) {
							t.Fatalf("%s m=%d n=%d k=%d: touches what is outside", name, m, n, k)
						}
					}
				}
			}
		}
	}
}

// TestNEONFenceBroken is the negative control: a term more, or one before the first.
func TestNEONFenceBroken(t *testing.T) {
	at := fenced(t)
	for _, shift := range []uintptr{4, ^uintptr(3)} {
		broken := *neon
		broken.nt = nil
		for _, f := range neon.nt {
			broken.nt = append(broken.nt, func(c *Float, ldc int, to *int32, a *Float, lda int, rows *int32, b *Float, ldb int, m, k int) {
				f(c, ldc, to, (*Float)(unsafe.Add(unsafe.Pointer(a), shift)), lda, rows, b, ldb, m, k)
			})
		}
		forced(t, &broken)
		if !faults(at(5, 3, 7, shift == 4)["dots"]) {
			t.Errorf("%d bytes off: not found out", int(shift))
		}
	}
}
