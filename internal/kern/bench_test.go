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

// BenchmarkPairs is a gated layer forwards and its two backward products, at
// the widths and batches of interest.
func BenchmarkPairs(b *testing.B) {
	const k, units = 784, 2048
	for _, s := range []struct {
		rows, width int
		alpha       float64
	}{{128, 1, 0.1}, {128, 16, 0.25}, {128, 32, 0.25}, {128, 64, 0.1}, {32, 32, 0.1}} {
		r := rand.New(rand.NewPCG(1, 1))
		open := somePairs(r, s.rows, units/s.width, s.width, s.alpha)
		in := somePairs(r, s.rows, k/16, 16, s.alpha)
		x, w, h := ones(s.rows*stride(k)), ones(units*stride(k)), ones(s.rows*stride(units))
		sk, su := stride(k), stride(units)
		for _, restrict := range []*Pairs{nil, in} {
			work, name := open.Len()*s.width*k, fmt.Sprintf("%dx%d/alpha=%v", s.rows, s.width, s.alpha)
			if restrict != nil {
				work, name = int(float64(work)*s.alpha), name+"/in"
			}
			for _, p := range []*Pool{nil, NewPool(2)} {
				run := func(kind string, f func()) {
					b.Run(fmt.Sprintf("%s/%s/threads=%d", kind, name, p.Threads()), func(b *testing.B) {
						for b.Loop() {
							f()
						}
						gflops(b, work)
					})
				}
				run("NT", func() { p.PairsNT(h, su, x, sk, w, sk, open, restrict, k) })
				run("NN", func() { p.PairsNN(x, sk, h, su, w, sk, open, restrict, k) })
				run("TN", func() { p.PairsTN(w, sk, h, su, x, sk, open, restrict, k) })
				p.Close()
			}
		}
	}
}

// BenchmarkVec is the elementwise kernels over a vector that fits the cache.
func BenchmarkVec(b *testing.B) {
	const n = 1 << 13
	for _, c := range vecCases {
		v := make([][]Float, c.args)
		for i := range v {
			v[i] = ones(n)
		}
		if c.mean > 0 {
			for i, x := range v[c.mean] {
				v[c.mean][i] = x * x
			}
		}
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.f(v)
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gelem/s")
		})
	}
}
