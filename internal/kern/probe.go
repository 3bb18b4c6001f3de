package kern

import (
	"runtime"
	"unsafe"
)

// Probes measure what the machine can do, for benchmarks to be compared with. They are no part
// of a network.

const (
	peakChains = 12
	peakRounds = 1 << 13 // of one call of assembly, which cannot be pre-empted
	readCall   = 1 << 16 // elements of one call; a multiple of readStep
	readStep   = 128     // elements: 8 of the widest vectors
)

// peakStart is ½ and 1, and numbers for the chains to start from.
var peakStart = [peakChains + 2]Float{0.5, 1, 1, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37}

// Peak does multiply-adds on registers for a few microseconds and returns how many operations
// they are, two each. The processor can do no product at a higher rate.
func Peak() (flops int) {
	if active == nil {
		runtime.KeepAlive(peakGo(peakRounds))
		return 2 * peakRounds * len(peakStart[2:])
	}
	active.peak(&peakStart[0], peakRounds)
	return 2 * peakRounds * peakChains * active.lanes
}

// Read reads x, whole vectors at a time, and returns how many bytes that is: all but what is
// left of a multiple of 128 elements.
func Read(x []Float) (bytes int) {
	for len(x) >= readStep {
		n := min(len(x)/readStep*readStep, readCall)
		if active == nil {
			runtime.KeepAlive(readGo(x[:n]))
		} else {
			active.read(&x[0], n)
		}
		bytes += n * int(unsafe.Sizeof(x[0]))
		x = x[n:]
	}
	return bytes
}

func peakGo(rounds int) (s Float) {
	a := peakStart[2:]
	a0, a1, a2, a3, a4, a5 := a[0], a[1], a[2], a[3], a[4], a[5]
	b0, b1, b2, b3, b4, b5 := a[6], a[7], a[8], a[9], a[10], a[11]
	for range rounds {
		a0, a1, a2, a3, a4, a5 = a0*0.5+1, a1*0.5+1, a2*0.5+1, a3*0.5+1, a4*0.5+1, a5*0.5+1
		b0, b1, b2, b3, b4, b5 = b0*0.5+1, b1*0.5+1, b2*0.5+1, b3*0.5+1, b4*0.5+1, b5*0.5+1
	}
	return a0 + a1 + a2 + a3 + a4 + a5 + b0 + b1 + b2 + b3 + b4 + b5
}

func readGo(x []Float) (s Float) {
	var a, b, c, d Float
	for ; len(x) >= 4; x = x[4:] {
		a, b, c, d = a+x[0], b+x[1], c+x[2], d+x[3]
	}
	return a + b + c + d
}
