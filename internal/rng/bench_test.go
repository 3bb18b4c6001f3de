package rng

import "testing"

func BenchmarkUniform(b *testing.B) {
	bench(b, 4096, func(d []float32, k Key) { Uniform(d, k) })
}
func BenchmarkUniform16(b *testing.B) { bench(b, 16, func(d []float32, k Key) { Uniform(d, k) }) }
func BenchmarkNormal(b *testing.B)    { bench(b, 4096, func(d []float32, k Key) { Normal(d, k) }) }

func bench(b *testing.B, n int, f func([]float32, Key)) {
	d := make([]float32, n)
	var k Key
	b.SetBytes(int64(n)) // one "byte" an element: MB/s reads as million draws a second
	b.ReportAllocs()
	for b.Loop() {
		k.Step++
		f(d, k)
	}
}

func BenchmarkPerm(b *testing.B) {
	p := make([]int32, 50_000)
	var k Key
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		k.Step++
		k.Perm(p)
	}
}
