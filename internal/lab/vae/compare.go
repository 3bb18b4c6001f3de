package vae

import (
	"cmp"
	"math"
	"slices"

	"gater/internal/report"
)

// Stat is the mean of some numbers and its standard error, s/√n; NaN for fewer than two.
type Stat struct{ Mean, Err float64 }

func newStat(x []float64) Stat {
	n := float64(len(x))
	sum, sq := 0.0, 0.0
	for _, v := range x {
		sum += v
	}
	m := sum / n
	for _, v := range x {
		sq += (v - m) * (v - m)
	}
	if n < 2 {
		return Stat{m, math.NaN()}
	}
	return Stat{m, math.Sqrt(sq / (n - 1) / n)}
}

// Row is what the finished runs of one estimator come to, over their seeds.
type Row struct {
	Net, Estimator           string
	Evals, Steps, Seeds      int  // Evals: see evals
	Train, Valid, Test       Stat // bounds of one draw, nats
	ValidBound, TestBound    Stat // of many draws
	Variance, StepsPerSecond Stat
	Ratio                    Stat // variance over leave-one-out's at equal evaluations, seed by seed; NaN: no such run
}

// kind is what must be equal for two runs to be seeds of one thing, or, without the estimator, to
// be compared.
type kind struct {
	net, estimator string
	evals, steps   int
	rest           string // the other settings
}

// Compare is a row for every estimator among the finished runs, sorted by net and evaluations. A
// seed counts once.
func Compare(all []*report.VAERun) []Row {
	groups, rloo := map[kind][]*report.VAEEnd{}, map[kind]map[uint64]float64{}
	for _, r := range all {
		if r.End == nil {
			continue
		}
		k := kindOf(r)
		if slices.ContainsFunc(groups[k], func(e *report.VAEEnd) bool { return e.Seed == r.End.Seed }) {
			continue
		}
		groups[k] = append(groups[k], r.End)
		if name(k.estimator) == "rloo" {
			k.estimator = ""
			if rloo[k] == nil {
				rloo[k] = map[uint64]float64{}
			}
			rloo[k][r.End.Seed] = float64(r.End.Variance)
		}
	}
	var rows []Row
	for k, ends := range groups {
		slices.SortFunc(ends, func(a, b *report.VAEEnd) int { return cmp.Compare(a.Seed, b.Seed) })
		stat := func(f func(e *report.VAEEnd) float64) Stat {
			var x []float64
			for _, e := range ends {
				if v := f(e); !math.IsNaN(v) {
					x = append(x, v)
				}
			}
			return newStat(x)
		}
		base := k
		base.estimator = ""
		rows = append(rows, Row{Net: k.net, Estimator: k.estimator, Evals: k.evals, Steps: k.steps, Seeds: len(ends),
			Train:          stat(func(e *report.VAEEnd) float64 { return float64(e.TrainELBO) }),
			Valid:          stat(func(e *report.VAEEnd) float64 { return float64(e.ValidELBO) }),
			Test:           stat(func(e *report.VAEEnd) float64 { return float64(e.TestELBO) }),
			ValidBound:     stat(func(e *report.VAEEnd) float64 { return float64(e.ValidBound) }),
			TestBound:      stat(func(e *report.VAEEnd) float64 { return float64(e.TestBound) }),
			Variance:       stat(func(e *report.VAEEnd) float64 { return float64(e.Variance) }),
			StepsPerSecond: stat(func(e *report.VAEEnd) float64 { return e.StepsPerSecond }),
			Ratio: stat(func(e *report.VAEEnd) float64 {
				if v, ok := rloo[base][e.Seed]; ok {
					return float64(e.Variance) / v
				}
				return math.NaN()
			})})
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Net, b.Net), cmp.Compare(a.Evals, b.Evals), cmp.Compare(a.Steps, b.Steps),
			cmp.Compare(a.Estimator, b.Estimator), cmp.Compare(a.Train.Mean, b.Train.Mean))
	})
	return rows
}
