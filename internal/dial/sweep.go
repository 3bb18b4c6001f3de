package dial

import (
	"context"
	"math"

	"gater/data"
	"gater/nn"
	"gater/train"
)

// Sweep makes the table of a network on validation rows. All layers begin with a share least of
// their blocks open and end with all open, on a grid of so many shares, each the same multiple of the
// one before. At every step the layer goes on that gains most for its work,
//
//	argmax_l  (L − L_l) / (M_l − M),
//
// with L the loss and M the multiply-adds now, L_l and M_l those with layer l one share further on.
// A step evaluates every layer once: layers²·grid evaluations in all.
type Sweep struct {
	Eval  *train.Evaluator
	Gates []train.Gate // their targets are put back at the end, their thresholds are left open
	Set   *data.Set
	Least float64 // share at the floor, above 0
	Grid  int     // shares, 2 or more
	Step  func(done, of int)
}

// Run walks the path.
func (s *Sweep) Run(ctx context.Context) (*Table, error) {
	old := make([]float64, len(s.Gates))
	for i, g := range s.Gates {
		old[i] = g.Target
	}
	defer func() {
		for i := range s.Gates {
			s.Gates[i].Target = old[i]
		}
	}()
	at := make([]int, len(s.Gates))
	t := &Table{Points: []Point{s.measure(at)}, Rows: s.Set.Len()}
	for of := len(s.Gates) * (s.Grid - 1); len(t.Points) <= of; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		now := t.Points[len(t.Points)-1]
		var next Point
		gain, best := math.Inf(-1), -1
		for l := range at {
			if at[l] == s.Grid-1 {
				continue
			}
			at[l]++
			p := s.measure(at)
			at[l]--
			if g := (now.Loss - p.Loss) / max(1, p.Macs-now.Macs); g > gain {
				gain, best, next = g, l, p
			}
		}
		at[best]++
		t.Points = append(t.Points, next)
		if s.Step != nil {
			s.Step(len(t.Points)-1, of)
		}
	}
	t.monotone()
	return t, nil
}

// open is a threshold below every score.
const open = -1

// measure sets each layer to its place on the grid and evaluates.
func (s *Sweep) measure(at []int) Point {
	for i := range s.Gates {
		s.Gates[i].Target = math.Pow(s.Least, 1-float64(at[i])/float64(s.Grid-1))
	}
	thetas := train.Tune(s.Eval, s.Gates, s.Set)
	for i, k := range at {
		if k == s.Grid-1 {
			thetas[i] = open
			s.Gates[i].Units.SetThreshold(open)
		}
	}
	c := &counter{s.Gates, make([]int64, len(s.Gates))}
	s.Eval.Watch = c.watch
	r := s.Eval.Run(s.Set, nn.Use, 0)
	s.Eval.Watch = nil
	return Point{Thresholds: thetas, Active: c.shares(s.Set.Len()), Macs: r.Macs, Error: r.Error, Loss: r.Loss}
}

// monotone drops points that cost no more than one before, and sets what is to be expected. The last
// point, everything, stays.
func (t *Table) monotone() {
	all := t.Points
	t.Points = all[:1:1]
	for i, p := range all[1:] {
		last := &t.Points[len(t.Points)-1]
		if i < len(all)-2 && (p.Macs <= last.Macs || p.Macs >= all[len(all)-1].Macs) {
			continue
		}
		t.Points = append(t.Points, p)
	}
	var errs []float64
	for _, p := range t.Points {
		errs = append(errs, p.Error)
	}
	for i, e := range Isotonic(errs) {
		t.Points[i].Expected = e
	}
}
