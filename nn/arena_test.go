package nn

import (
	"testing"

	"gater/mat"
)

// often runs the rest of the network n times, as an estimator may.
type often int

func (n often) Run(p *Pass, x *Var, next Next) (loss []float64) {
	for range int(n) {
		loss, _ = p.At(Learn, next, x.Val)
	}
	return loss
}

// again runs a Seq of its own n times.
type again int

func (n again) Run(p *Pass, x *Var, next Next) (loss []float64) {
	for range int(n) {
		loss = Seq{Tanh{}, Tanh{}}.Run(p, x, next)
	}
	return loss
}

// leaky runs a layer n times that is not in a Seq; what it takes stays taken.
type leaky int

func (n leaky) Run(p *Pass, x *Var, next Next) (loss []float64) {
	for range int(n) {
		loss = Tanh{}.Run(p, x, next)
	}
	return loss
}

// TestMemoryIsBounded: what a run of the rest of the network took is free for the next run.
func TestMemoryIsBounded(t *testing.T) {
	chunks := func(l Layer) int {
		p := &Pass{}
		p.Run(Learn, Seq{l, Tanh{}}, mat.New(4, 25), func(x *Var) []float64 { return make([]float64, 4) })
		return len(p.mem.floats.chunks)
	}
	for _, l := range []Layer{often(1000), again(1000)} {
		// A Var of the estimator's own stays for each run: two numbers a row and column at most.
		if n := chunks(l); n > 1+1000*2*112/chunkLen {
			t.Errorf("%T takes %d chunks", l, n)
		}
	}
	if n := chunks(leaky(1000)); n < 10 {
		t.Errorf("control: a thousand layers take %d chunks", n)
	}
}

// TestTakenMemoryIsApart: matrices of a pass do not overlap, however large, and a released one is
// given out again.
func TestTakenMemoryIsApart(t *testing.T) {
	a := &arena{}
	for range 2 {
		var taken [][]mat.Float
		at := a.mark()
		for i, n := range []int{1, 0, chunkLen - 17, 16, 3 * chunkLen, 5, chunkLen} {
			s := a.floats.take(n)
			if len(s) != n || cap(s) != n || s == nil {
				t.Errorf("take(%d): length %d, capacity %d, nil %v", n, len(s), cap(s), s == nil)
			}
			for j := range s {
				s[j] = mat.Float(i)
			}
			taken = append(taken, s)
		}
		for i, s := range taken {
			for _, v := range s {
				if v != mat.Float(i) {
					t.Fatalf("matrix %d was written by matrix %v", i, v)
				}
			}
		}
		used := len(a.floats.chunks)
		a.release(at)
		if first := a.floats.take(1); &first[0] != &taken[0][0] {
			t.Error("released memory is not used again")
		}
		a.release(at)
		if used > 5 {
			t.Errorf("%d chunks", used)
		}
	}
}
