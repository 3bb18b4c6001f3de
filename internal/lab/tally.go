package lab

import "math"

// A Group is a stretch of a gradient's coordinates that is reported on its own.
type Group struct {
	Name   string
	Lo, Hi int // coordinates Lo to Hi−1
}

// frame is what draws of a gradient are measured against: the truth, its standard error if it is
// not exact, and a centre near the mean, all a row an example; and the groups, the first being all
// coordinates.
type frame struct {
	truth, se, centre [][]float64
	groups            []Group
}

// along is what makes one number of a gradient g of several coordinates: its component along the
// truth G, by the root of their number,
//
//	g·G / ‖G‖√D,
//
// so that the truth comes to its root mean square. Of one coordinate it is that, and where the
// truth is 0 the mean over coordinates.
func (f *frame) along(example int, at Group, g []float64) (s float64) {
	if at.Hi-at.Lo == 1 {
		return g[at.Lo]
	}
	var norm float64
	for j := at.Lo; j < at.Hi; j++ {
		s += g[j] * f.truth[example][j]
		norm += f.truth[example][j] * f.truth[example][j]
	}
	if n := float64(at.Hi - at.Lo); norm > 0 {
		return s / math.Sqrt(norm*n)
	}
	for j := at.Lo; j < at.Hi; j++ {
		s += g[j] / float64(at.Hi-at.Lo)
	}
	return s
}

// A tally sums up draws of the gradient, each with a weight.
type tally struct {
	frame
	of []exampleTally
	d  []float64
}

// exampleTally is a tally of one example's gradient g, with d = g − centre.
type exampleTally struct {
	n, w    float64     // draws, and their weights
	sum, sq []float64   // Σ w·d, Σ w·d², coordinate by coordinate
	groups  []sumsTally // numbers of a group
}

// sumsTally is Σ w·x and Σ w·x² of three numbers a draw: d along the truth, the mean of d² over
// the coordinates, and the cosine of g and the truth.
type sumsTally [3]struct{ sum, sq float64 }

const (
	alongOf = iota
	squareOf
	cosineOf
)

func newTally(f frame) *tally {
	t := &tally{frame: f, of: make([]exampleTally, len(f.truth)), d: floats(len(f.truth[0]))}
	for i := range t.of {
		n := len(f.truth[i])
		t.of[i] = exampleTally{sum: make([]float64, n), sq: make([]float64, n), groups: make([]sumsTally, len(f.groups))}
	}
	return t
}

// add takes a draw g of an example's gradient.
func (t *tally) add(example int, g []float64, w float64) {
	e, truth, centre := &t.of[example], t.truth[example], t.centre[example]
	e.n++
	e.w += w
	for j, v := range g {
		d := v - centre[j]
		e.sum[j] += w * d
		e.sq[j] += w * d * d
	}
	for k, at := range t.groups {
		square := 0.0
		for j := at.Lo; j < at.Hi; j++ {
			t.d[j] = g[j] - centre[j]
			square += t.d[j] * t.d[j]
		}
		n := float64(at.Hi - at.Lo)
		for i, x := range [3]float64{t.along(example, at, t.d), square / n, cosine(g[at.Lo:at.Hi], truth[at.Lo:at.Hi])} {
			e.groups[k][i].sum += w * x
			e.groups[k][i].sq += w * x * x
		}
	}
}

// merge adds what another tally of the same frame holds.
func (t *tally) merge(o *tally) {
	for i := range t.of {
		e, f := &t.of[i], &o.of[i]
		e.n += f.n
		e.w += f.w
		for j := range e.sum {
			e.sum[j] += f.sum[j]
			e.sq[j] += f.sq[j]
		}
		for k := range e.groups {
			for m := range e.groups[k] {
				e.groups[k][m].sum += f.groups[k][m].sum
				e.groups[k][m].sq += f.groups[k][m].sq
			}
		}
	}
}

// cosine is a·b / ‖a‖‖b‖, 0 if a is 0, NaN if b is.
func cosine(a, b []float64) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += a[i] * b[i]
		aa += a[i] * a[i]
		bb += b[i] * b[i]
	}
	if aa == 0 && bb > 0 {
		return 0
	}
	return ab / math.Sqrt(aa) / math.Sqrt(bb)
}
