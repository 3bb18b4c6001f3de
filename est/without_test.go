package est_test

import (
	"cmp"
	"math"
	"slices"

	"gater/est"
	"gater/est/esttest"
)

// chances is the probability of every outcome of a layer, whose units are its digits to a base.
func chances(law esttest.Law, a []float64) (p []float64, base, units int) {
	h := make([]float64, len(a))
	for k := range law.Outcomes(len(a)) {
		p = append(p, law.Outcome(h, a, k))
	}
	return p, max(2, law.Group()), len(a) / law.Group()
}

// likeliest is the one set of the m outcomes of the highest chance, of equals those whose first
// units come out lowest.
func likeliest(m int) func(p []float64, base int) [][]int {
	return func(p []float64, base int) [][]int {
		var all []int
		for k := range p {
			all = append(all, k)
		}
		slices.SortFunc(all, func(i, j int) int {
			c := cmp.Compare(p[j], p[i])
			for ; c == 0 && i != j; i, j = i/base, j/base {
				c = cmp.Compare(i%base, j%base)
			}
			return c
		})
		return [][]int{all[:min(m, len(p)-1)]}
	}
}

// singles is every set of one outcome.
func singles(p []float64, _ int) (sets [][]int) {
	for k := range p {
		sets = append(sets, []int{k})
	}
	return sets
}

// cutsWithout is where the uniform of each unit turns, in a draw from the outcomes that are not in
// one of the sets: the chances of the unit's own outcomes given those of the units before it.
func cutsWithout(p []float64, base, units int, sets [][]int) (cuts [][]float64) {
	size := 1
	for range units {
		var at []float64
		for _, set := range sets {
			for before := range size {
				mass := make([]float64, base)
				for k, p := range p {
					if k%size == before && !slices.Contains(set, k) {
						mass[k/size%base] += p
					}
				}
				sum, all := 0.0, sum(mass)
				for _, m := range mass[:base-1] {
					if sum += m; sum > 0 && sum < all {
						at = append(at, sum/all)
					}
				}
			}
		}
		slices.Sort(at)
		cuts = append(cuts, slices.CompactFunc(at, func(x, y float64) bool { return math.Abs(x-y) < 1e-13 }))
		size *= base
	}
	return cuts
}

// after is the expectation over an ordinary draw, and one more without the outcomes of any of some sets.
func after(sets func(p []float64, base int) [][]int) func(esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
	return func(law esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
		return func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
			p, base, units := chances(law, a)
			return esttest.Over(e, a, f, axesAt(law.Cuts(a)), axesAt(cutsWithout(p, base, units, sets(p, base))))
		}
	}
}

// axesAt is an axis for each list of cuts.
func axesAt(cuts [][]float64) (x []esttest.Axis) {
	for _, c := range cuts {
		x = append(x, esttest.Steps(0.5, c...))
	}
	return x
}
