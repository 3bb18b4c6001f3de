//go:build !js

package sweep

import (
	"math"
	"strconv"
	"testing"
)

// TestWeights: a setting that determines the error explains nearly all of it, one that the error
// ignores next to nothing, and two that matter alike about half each; a range does by its quarters
// what a choice does by its values. Too few candidates explain nothing.
func TestWeights(t *testing.T) {
	axes := []Axis{{Name: "a", Kind: "choice"}, {Name: "b", Kind: "uniform"}, {Name: "c", Kind: "uniform"}}
	records := func(n int, f func(a, b float64) float64) (all []*Record) {
		for i := range n {
			a, b, c := float64(i%4), float64(i/4%16), float64((i*37)%101)
			all = append(all, &Record{Trial: Trial{ID: i + 1, Candidate: i + 1, Settings: []Setting{
				{"a", strconv.Itoa(int(a))}, {"b", strconv.Itoa(int(b))}, {"c", strconv.Itoa(int(c))}}},
				State: Done, Epochs: []Epoch{{Epoch: 1, ValidError: math.Exp(f(a, b) - 6)}}})
		}
		return all
	}
	for _, c := range []struct {
		name   string
		n      int
		f      func(a, b float64) float64
		lo, hi [3]float64
		best   string // of a
	}{
		{"a alone", 128, func(a, b float64) float64 { return -a }, [3]float64{0.999, 0, 0}, [3]float64{1, 0.05, 0.05}, "3"},
		{"b alone", 128, func(a, b float64) float64 { return b / 4 }, [3]float64{0, 0.9, 0}, [3]float64{0.05, 1, 0.05}, ""},
		{"both", 128, func(a, b float64) float64 { return a + math.Floor(b/4) }, [3]float64{0.4, 0.4, 0}, [3]float64{0.6, 0.6, 0.05}, "0"},
		{"nothing", 128, func(a, b float64) float64 { return 1 }, [3]float64{}, [3]float64{}, ""},
	} {
		for i, w := range Weights(axes, records(c.n, c.f)) {
			if !(w.Share >= c.lo[i] && w.Share <= c.hi[i]) || i == 0 && c.best != "" && w.Best != c.best {
				t.Errorf("%s: %+v, want a share from %v to %v", c.name, w, c.lo[i], c.hi[i])
			}
		}
	}
	for _, w := range Weights(axes, records(3, func(a, b float64) float64 { return a })) {
		if !math.IsNaN(w.Share) {
			t.Errorf("three candidates: %+v", w)
		}
	}
}
