//go:build !js

package sweep

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Weight is how much of what differs between candidates goes with a setting.
type Weight struct {
	Axis  string
	Share float64 // ε²; NaN: too few candidates to say
	Best  string  // the values of the group with the least mean
}

// point is a candidate's value of one axis, and its log error.
type point struct {
	value  string
	number float64
	y      float64
}

// Weights is, for every axis, the share of the variance of y = log error between the N candidates
// that lies between K groups of values, corrected for what chance puts there (Kelley, 1935):
//
//	ε² = (SSB − (K−1)·SSW/(N−K)) / SST
//
// at the last epoch that all candidates did that did not fail. Groups are the values of a choice,
// or of a range that took four values or fewer, and else quarters.
func Weights(axes []Axis, all []*Record) (out []Weight) {
	common := math.MaxInt
	for _, r := range all {
		if !r.Confirm && r.State != Failed {
			common = min(common, len(r.Epochs))
		}
	}
	order := standings(all, common)
	for _, a := range axes {
		var points []point
		for _, s := range order {
			if common > 0 && !math.IsInf(s.Error, 0) {
				p := point{value: setting(s.Trials[0], a.Name), y: math.Log(max(s.Error, 1e-6))}
				p.number, _ = strconv.ParseFloat(p.value, 64)
				points = append(points, p)
			}
		}
		w := Weight{Axis: a.Name}
		w.Share, w.Best = explained(groups(points, a.Kind == "choice"))
		out = append(out, w)
	}
	return out
}

// setting is a trial's value of a setting.
func setting(r *Record, name string) string {
	for _, x := range r.Settings {
		if x.Name == name {
			return x.Value
		}
	}
	return ""
}

// groups puts points together that have the same value, or, if there are more than four values of a
// range, are in the same quarter.
func groups(points []point, choice bool) (out [][]point) {
	slices.SortStableFunc(points, func(a, b point) int {
		if choice {
			return cmp.Compare(a.value, b.value)
		}
		return cmp.Compare(a.number, b.number)
	})
	same := slices.CompactFunc(slices.Clone(points), func(a, b point) bool { return a.value == b.value })
	if !choice && len(same) > 4 {
		for q := range 4 {
			out = append(out, points[len(points)*q/4:len(points)*(q+1)/4])
		}
		return out
	}
	for i := 0; i < len(points); {
		j := i
		for j < len(points) && points[j].value == points[i].value {
			j++
		}
		out = append(out, points[i:j])
		i = j
	}
	return out
}

// explained is ε² and the best group in words.
func explained(groups [][]point) (float64, string) {
	var mean, n, k float64
	for _, g := range groups {
		for _, p := range g {
			mean += p.y
			n++
		}
		k++
	}
	mean /= n
	if k < 2 || n < 2*k {
		return math.NaN(), ""
	}
	var between, total float64
	least, best := math.Inf(1), ""
	for _, g := range groups {
		m := 0.0
		for _, p := range g {
			m += p.y / float64(len(g))
			total += (p.y - mean) * (p.y - mean)
		}
		between += float64(len(g)) * (m - mean) * (m - mean)
		if m < least {
			least, best = m, g[0].value
			if last := g[len(g)-1].value; last != best {
				best = fmt.Sprintf("%s … %s", best, last)
			}
		}
	}
	if total == 0 {
		return 0, best
	}
	return min(1, max(0, (between-(k-1)*(total-between)/(n-k))/total)), best
}
