package est

import (
	"sync"

	"gater/mat"
	"gater/nn"
)

// call is what one run of a layer of units needs; pooled, so that a step allocates nothing.
type call struct {
	site, twin Site
	rest       rest
	mem        scratch
}

var callPool = sync.Pool{New: func() any { return new(call) }}

// rest is the rest of the network as an F.
type rest struct {
	p      *nn.Pass
	next   nn.Next
	learnt int
	near   nn.Near
	credit []float64 // of Learn
	lost   []bool    // rows that had a loss which is no finite number, in any run
}

// note remembers which losses are no finite numbers.
func (f *rest) note(loss []float64) []float64 {
	for i, l := range loss {
		if l-l != 0 {
			for len(f.lost) <= i {
				f.lost = append(f.lost, false)
			}
			f.lost[i] = true
		}
	}
	return loss
}

func (f *rest) Look(h mat.M) []float64 {
	l, _ := f.p.At(nn.Look, f.next, h)
	return f.note(l)
}

func (f *rest) Around(base mat.M) { f.near.Around(base) }

func (f *rest) Near(h mat.M, lo, hi int) []float64 {
	f.near.Lo, f.near.Hi = lo, hi
	return f.note(f.p.Near(f.next, h, &f.near))
}

func (f *rest) Slope(h mat.M) ([]float64, mat.M) {
	l, df := f.p.At(nn.Slope, f.next, h)
	return f.note(l), df
}

func (f *rest) Learn(h mat.M) ([]float64, mat.M) {
	f.learnt++
	l, df := f.p.At(nn.Learn, f.next, h)
	f.credit = f.p.Credit
	return l, df
}

func (f *rest) Credit() []float64 { return f.credit }
