package train

import (
	"slices"

	"gater/mat"
	"gater/nn"
)

// GateStats is what a gate did on an evaluation set.
type GateStats struct {
	Name   string
	Hist   []int64 // scores of the units, in equal bins from Lo to Hi
	Lo, Hi float64
	Opened []int64 // how many examples each block was open for
}

// Dead is the number of blocks that no example opened.
func (s *GateStats) Dead() (n int) {
	for _, v := range s.Opened {
		if v == 0 {
			n++
		}
	}
	return n
}

const (
	histBins  = 40
	maxScores = 1 << 20 // a gate's histogram is of the first so many scores
)

// gateWatch collects the statistics of some gates; its watch method is an Evaluator's Watch.
type gateWatch struct {
	gates  []Gate
	scores [][]mat.Float
	opened [][]int64
}

func newGateWatch(gates []Gate) *gateWatch {
	w := &gateWatch{gates: gates}
	for _, g := range gates {
		w.scores = append(w.scores, nil)
		w.opened = append(w.opened, make([]int64, g.Layer.Blocks()))
	}
	return w
}

func (w *gateWatch) reset() {
	for i := range w.gates {
		w.scores[i] = w.scores[i][:0]
		clear(w.opened[i])
	}
}

func (w *gateWatch) watch(_ int, l nn.Layer, v mat.M) {
	for i, g := range w.gates {
		if l == g.Score && len(w.scores[i]) < maxScores {
			w.scores[i] = append(w.scores[i], v.Data...)
		}
		if l == nn.Layer(g.Layer) {
			for r := range v.Rows {
				for k, x := range v.Row(r) {
					if x != 0 {
						w.opened[i][k]++
					}
				}
			}
		}
	}
}

// stats is a copy of what was collected.
func (w *gateWatch) stats() (out []GateStats) {
	for i, g := range w.gates {
		s := GateStats{Name: g.Name, Hist: make([]int64, histBins), Lo: 0, Hi: 1, Opened: slices.Clone(w.opened[i])}
		if x := w.scores[i]; len(x) > 0 {
			if lo, hi := float64(slices.Min(x)), float64(slices.Max(x)); lo < 0 || hi > 1 {
				s.Lo, s.Hi = lo, hi
			}
			for _, v := range x {
				b := int((float64(v) - s.Lo) / (s.Hi - s.Lo) * histBins)
				s.Hist[min(b, histBins-1)]++
			}
		}
		out = append(out, s)
	}
	return out
}
