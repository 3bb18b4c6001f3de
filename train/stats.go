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
		s := GateStats{Name: g.Name, Lo: 0, Hi: 1, Opened: slices.Clone(w.opened[i])}
		s.Hist = make([]int64, histBins)
		s.fill(w.scores[i])
		out = append(out, s)
	}
	return out
}

// fill counts scores into bins from 0 to 1, or over their own range if that is wider.
func (s *GateStats) fill(scores []mat.Float) {
	if len(scores) == 0 {
		return
	}
	if lo, hi := float64(slices.Min(scores)), float64(slices.Max(scores)); lo < 0 || hi > 1 {
		s.Lo, s.Hi = lo, max(hi, lo+1e-6*max(1, -lo))
	}
	for _, v := range scores {
		b := int((float64(v) - s.Lo) / (s.Hi - s.Lo) * histBins)
		s.Hist[min(max(b, 0), histBins-1)]++
	}
}
