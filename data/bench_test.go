package data

import "testing"

func BenchmarkGather(b *testing.B) { // 32 pictures of MNIST's size
	s := &Set{Height: 28, Width: 28, X: make([]uint8, 1000*784), Labels: make([]int32, 1000)}
	o := Order{N: 1000, Batch: 32}
	dst, y, idx := make([]float32, 32*784), make([]int32, 32), make([]int32, 32)
	b.ReportAllocs()
	b.SetBytes(32 * 784)
	for b.Loop() {
		o.Indices(idx, 0, 3)
		Gather(dst, y, s, idx)
	}
}
