package report

import (
	"fmt"
	"math"
	"slices"
)

// A groupRow sums up runs that differ in their seed alone.
type groupRow struct {
	Name, Runs, Error, Active, Macs string
}

// seedGroups returns mean ± sample standard deviation over finished runs of
// the same set-up, where there are at least two.
func seedGroups(runs []*Run) (rows []groupRow) {
	var order []string
	members := map[string][]*Run{}
	for _, r := range runs {
		if r.End == nil {
			continue
		}
		k := r.setup()
		if members[k] == nil {
			order = append(order, k)
		}
		members[k] = append(members[k], r)
	}
	for _, k := range order {
		rs := members[k]
		if len(rs) < 2 || sameSeed(rs) {
			continue
		}
		s := rs[0].Start
		name := or(s.gate(), "no gates")
		if e := s.estimator(); e != "" {
			name += ", " + e
		}
		if a := rs[0].asked(); a > 0 {
			name += ", " + percent(a) + " asked"
		}
		rows = append(rows, groupRow{name, count(len(rs), "run"),
			meanOf(rs, percentFixed, func(e *End) float64 { return e.TestError }),
			meanOf(rs, percentFixed, func(e *End) float64 { return e.Active }),
			meanOf(rs, si, func(e *End) float64 { return e.Macs })})
	}
	return rows
}

// setup names everything but the seed that tells runs apart.
func (r *Run) setup() string {
	s := r.Start
	config := slices.DeleteFunc(flatten("", s.Config), func(f fact) bool { return f.Name == "seed" })
	return fmt.Sprintf("%q %q %q %q %q %d %d %g %d %d %v %v", s.Preset, s.Gate, s.Estimator, s.Skips, s.Data,
		s.Train, s.Params, r.asked(), s.Batch, s.Epochs, s.Layers, config)
}

func sameSeed(rs []*Run) bool {
	return !slices.ContainsFunc(rs, func(r *Run) bool { return r.Start.Seed != rs[0].Start.Seed })
}

// meanOf writes mean ± √(Σ(x−mean)²/(n−1)).
func meanOf(rs []*Run, format func(float64) string, of func(*End) float64) string {
	n := float64(len(rs))
	var mean, square float64
	for _, r := range rs {
		mean += of(r.End) / n
	}
	for _, r := range rs {
		d := of(r.End) - mean
		square += d * d / (n - 1)
	}
	return format(mean) + " ± " + format(math.Sqrt(square))
}
