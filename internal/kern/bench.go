package kern

import "sync"

// A bench is what a product keeps near: a panel of b and a chunk of a.
type bench struct {
	panel, chunk []Float
	strips       []strip
	sums         []Float   // of a slab; made when it is needed
	off          [most]int // of listed rows
	gates        [gatesOnce / 64]uint64

	acc [tallest * panelOut]int32 // sums of bytes

	blockOff, blockAt []int32 // blocks of inputs, and which of listed rows have them open
}

func (w *bench) slab() []Float {
	if w.sums == nil {
		w.sums = Alloc(slabMost)
	}
	return w.sums
}

// benches keeps those that are not in use; there are never more than threads that multiply. A
// sync.Pool would lose them whenever memory is collected.
var benches struct {
	sync.Mutex
	free []*bench
}

func takeBench() *bench {
	benches.Lock()
	defer benches.Unlock()
	if n := len(benches.free); n > 0 {
		w := benches.free[n-1]
		benches.free = benches.free[:n-1]
		return w
	}
	return &bench{panel: Alloc(chunkGemm * 128), chunk: Alloc((chunkGemm + 16) * (2*blockGemm + 16)), strips: make([]strip, 0, blockGemm)}
}

func (w *bench) giveBack() {
	benches.Lock()
	benches.free = append(benches.free, w)
	benches.Unlock()
}

// gather copies k terms of the listed rows.
func (w *bench) gather(a []Float, lda int, rows []int32, k int) []Float {
	ld := oddLines(k)
	for i, r := range rows {
		copy(w.chunk[i*ld:][:k], a[int(r)*lda:])
	}
	return w.chunk
}

// oddLines is a distance of rows of n numbers, an odd number of cache lines, so that rows are on
// different sets of the cache.
func oddLines(n int) int { return (n+15)/16*16 | 16 }

// Rows of a right side are a line further apart if they are longRow bytes or more and a multiple of crowdRow,
// so that 64 of them would compete for 64 lines of the first cache or fewer, and more of them than it holds of
// one set.
const (
	longRow  = 1024 // so that a line more is a sixteenth at most
	crowdRow = 512
	ways     = 8
)

// Apart is the distance at which the rows of a matrix for the right side of products had better lie.
func Apart(rows, cols int) int {
	if row := cols * int(size); rows > ways && row >= longRow && row%crowdRow == 0 {
		return cols + inLine
	}
	return cols
}

// crowded reports whether rows so far from each other are on a few sets of the cache.
func crowded(ld int) bool { return ld*int(size)%2048 == 0 }
