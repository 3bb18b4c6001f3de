package bench

import (
	"unsafe"

	"gater/internal/kern"
	"gater/mat"
)

// bursts is how many short bursts a probe of the peak does at once: about a millisecond.
const bursts = 64

// peakTask does bursts of multiply-adds on every thread.
type peakTask struct{ flops []int }

// Part is the i-th thread's share.
func (t *peakTask) Part(i, _ int) {
	t.flops[i] = 0
	for range bursts {
		t.flops[i] += kern.Peak()
	}
}

// peak is a side that runs at the peak of all threads of the pool, and its operations.
func peak(pool *mat.Pool, now Clock) (Side, func() float64) {
	t := &peakTask{flops: make([]int, pool.Threads())}
	flops := func() (sum float64) {
		for _, f := range t.flops {
			sum += float64(f)
		}
		return sum
	}
	return timed("peak", now, func() { pool.Run(t) }), flops
}

// readTask reads a share of the memory on every thread.
type readTask struct {
	mem    []mat.Float
	rounds int
}

// Part is the i-th of n shares.
func (t *readTask) Part(i, n int) {
	share := t.mem[len(t.mem)*i/n : len(t.mem)*(i+1)/n]
	for range t.rounds {
		kern.Read(share)
	}
}

// Bandwidth is how fast memory of some sizes is read, all threads together, each its own part.
type Bandwidth struct {
	Bytes  []int     `json:"bytes"`
	PerSec []float64 `json:"per_second"` // bytes
}

// probed are the sizes: from the caches of the cores to memory that fits none.
var probed = []int{512 << 10, 2 << 20, 8 << 20, 24 << 20, 64 << 20, 256 << 20}

// bandwidth measures the sizes up to most.
func bandwidth(pool *mat.Pool, now Clock, most int) (b Bandwidth) {
	const float = int(unsafe.Sizeof(mat.Float(0)))
	mem := make([]mat.Float, min(most, probed[len(probed)-1])/float)
	for i := range mem {
		mem[i] = 1
	}
	for _, size := range probed {
		if size > most {
			break
		}
		t := &readTask{mem[:size/float], max(1, 8<<20/size)}
		s := timed("read", now, func() { pool.Run(t) })
		times, _ := s.Run(9)
		b.Bytes = append(b.Bytes, size)
		b.PerSec = append(b.PerSec, float64(size*t.rounds)/max(Median(times), 1e-9))
	}
	return b
}

// At is the bandwidth for so many bytes in use: that of the next size measured.
func (b Bandwidth) At(bytes float64) float64 {
	for i, size := range b.Bytes {
		if float64(size) >= bytes {
			return b.PerSec[i]
		}
	}
	return b.PerSec[len(b.PerSec)-1]
}
