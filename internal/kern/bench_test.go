package kern

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// ones is a slice of small random numbers, with some more at the end.
func ones(n int) []Float {
	r := rand.New(rand.NewPCG(7, 7))
	s := make([]Float, n+16)
	for i := range s {
		s[i] = Float(r.NormFloat64()) / 64
	}
	return s[:n]
}

// stride is the leading dimension of a matrix of n columns: whole cache lines, an odd number.
func stride(n int) int { return (n+15)/16*16 | 16 }

// gflops reports the rate of a run of b.N calls of the given multiplications.
func gflops(b *testing.B, work int) {
	b.ReportMetric(2*float64(work)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

// BenchmarkMul is the dense products of a layer of 784 inputs.
func BenchmarkMul(b *testing.B) {
	for _, s := range []struct{ m, n, k int }{{1, 2000, 784}, {32, 2000, 784}, {128, 2000, 784}, {128, 10, 2000}, {128, 512, 512}} {
		for _, threads := range []int{1, 2} {
			p := NewPool(threads)
			defer p.Close()
			x, w, y := ones(s.m*stride(s.k)), ones(s.n*stride(s.k)), ones(s.m*stride(s.n))
			v := ones(s.k * stride(s.n))
			name := fmt.Sprintf("%dx%dx%d/threads=%d", s.m, s.k, s.n, threads)
			run := func(kind string, f func()) {
				b.Run(kind+"/"+name, func(b *testing.B) {
					for b.Loop() {
						f()
					}
					gflops(b, s.m*s.n*s.k)
				})
			}
			sk, sn := stride(s.k), stride(s.n)
			run("NT", func() { p.MulNT(y, sn, x, sk, w, sk, nil, s.m, s.n, s.k) })
			run("NN", func() { p.MulNN(y, sn, x, sk, v, sn, nil, s.m, s.n, s.k) })
			run("TN", func() { p.MulTN(w, sk, y, sn, x, sk, nil, s.n, s.k, s.m) })
		}
	}
}
