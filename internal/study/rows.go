package study

import (
	"cmp"
	"math"
	"slices"
)

// inOrder has the points curve by curve.
func (s Study) inOrder() Study {
	slices.SortStableFunc(s.Points, func(a, b Point) int { return cmp.Compare(a.Series, b.Series) })
	return s
}

// An Outcome is what a trial came to, as recorded; errors and shares are from 0 to 1.
type Outcome struct {
	ValidError   float64 // of the best epoch, deployed
	TrainLoss    float64 // of the last epoch, a mean over examples, penalties left out
	Active       float64 // share of blocks open on the test set, deployed
	Spread       float64 // of that share over examples, a standard deviation
	Macs         float64 // multiply-adds an example there
	EpochSeconds float64 // of the processors, for the steps of the fastest epoch, the first left out if there are more
	UseMicros    float64 // of the processors, for an example of the test set, deployed, in batches
	Dead         float64 // blocks that no validation example opened, at the end
}

// A Measure is one number of an outcome, with its name and how it is written.
type Measure struct {
	Name    string
	Percent bool
	Of      func(o Outcome) float64
}

// The measures. Measures are those of every study, in the order of its table.
var (
	ValidError   = Measure{"validation error", true, func(o Outcome) float64 { return o.ValidError }}
	TrainLoss    = Measure{"training loss", false, func(o Outcome) float64 { return o.TrainLoss }}
	Active       = Measure{"active", true, func(o Outcome) float64 { return o.Active }}
	Spread       = Measure{"± over examples", true, func(o Outcome) float64 { return o.Spread }}
	Macs         = Measure{"multiply-adds", false, func(o Outcome) float64 { return o.Macs }}
	EpochSeconds = Measure{"seconds an epoch", false, func(o Outcome) float64 { return o.EpochSeconds }}
	UseMicros    = Measure{"µs an example", false, func(o Outcome) float64 { return o.UseMicros }}
	Dead         = Measure{"dead blocks", false, func(o Outcome) float64 { return o.Dead }}
	Measures     = []Measure{ValidError, TrainLoss, Active, Spread, Macs, EpochSeconds, UseMicros, Dead}
)

// A Row is a point and what its trials came to, a seed each.
type Row struct {
	Point
	Outcomes []Outcome
}

// Mean is the mean of a measure, and its standard error over seeds, s/√n: NaN for one seed.
func (r *Row) Mean(m Measure) (mean, se float64) {
	n, sum := float64(len(r.Outcomes)), 0.0
	for _, o := range r.Outcomes {
		mean += m.Of(o) / n
	}
	for _, o := range r.Outcomes {
		sum += (m.Of(o) - mean) * (m.Of(o) - mean)
	}
	return mean, math.Sqrt(sum / (n - 1) / n)
}

// Rows are the points that have an outcome.
func (s *Study) Rows(trials []Trial, outcomes []*Outcome) (rows []Row) {
	for i, p := range s.Points {
		r := Row{Point: p}
		for k, t := range trials {
			if t.Point == i && outcomes[k] != nil {
				r.Outcomes = append(r.Outcomes, *outcomes[k])
			}
		}
		if len(r.Outcomes) > 0 {
			rows = append(rows, r)
		}
	}
	return rows
}
