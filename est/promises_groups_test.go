package est_test

import (
	"math"
	"slices"

	"gater/est"
	"gater/est/esttest"
)

// coupled are the promises of estimators of both families whose noise has cuts of its own.
var coupled = []struct {
	name  string
	make  func(d est.Discrete) est.Estimator
	exact func(law esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments
}{
	{"ARS", func(d est.Discrete) est.Estimator { return est.ARS{Discrete: d, Ref: 1} }, swapped},
	{"ARSM", func(d est.Discrete) est.Estimator { return est.ARSM{Discrete: d} }, swapped},
	{"DisARM-SB", func(d est.Discrete) est.Estimator { return est.CategoricalDisARM{Discrete: d} }, decided(func(lo, _ int) int { return lo + 1 })},
	{"DisARM-Tree", func(d est.Discrete) est.Estimator { return est.CategoricalDisARM{Discrete: d, Halves: true} },
		decided(func(lo, hi int) int { return (lo + hi) / 2 })},
	{"CARMS, 2", func(d est.Discrete) est.Estimator { return est.CARMS{Discrete: d, N: 2} }, broken(2)},
	{"CARMS, 3", func(d est.Discrete) est.Estimator { return est.CARMS{Discrete: d, N: 3} }, broken(3)},
	{"bit flip", func(d est.Discrete) est.Estimator { return est.BitFlip{Discrete: d} }, changed},
	{"sum and sample", func(d est.Discrete) est.Estimator { return est.SumAndSample{Discrete: d} }, after(likeliest(3))},
	{"sum and sample, 1", func(d est.Discrete) est.Estimator { return est.SumAndSample{Discrete: d, K: 1} }, after(likeliest(1))},
	{"unordered set, 2", func(d est.Discrete) est.Estimator { return est.UnorderedSet{Discrete: d, K: 2} }, after(singles)},
}

// decidedOrNot is two estimators for groups of three in one.
func decidedOrNot() est.Estimator {
	d := est.OneHot(3)
	return &est.Combine{Discrete: d, Of: []est.Estimator{est.CategoricalDisARM{Discrete: d}, est.RLOO{Discrete: d}}}
}

func init() {
	promises = append(promises, promise{name: "combination, one-hot", make: warm(decidedOrNot), law: esttest.OneHot{K: 3}, continuous: true})
	for _, law := range []esttest.Law{esttest.Bernoulli, esttest.OneHot{K: 3}} {
		d, of := est.Discrete{}, ""
		if k := law.Group(); k > 1 {
			d, of = est.OneHot(k), ", one-hot"
		}
		for _, c := range coupled {
			promises = append(promises, promise{name: c.name + of, law: law, exact: c.exact(law),
				make: func() est.Estimator { return c.make(d) }})
		}
		promises = append(promises, promise{name: "unordered set" + of, law: law, continuous: true,
			make: func() est.Estimator { return est.UnorderedSet{Discrete: d} }})
	}
}

// inputsOf is the inputs of the outcomes of unit u: of a bit they are 0 and a.
func inputsOf(law esttest.Law, a []float64, u int) []float64 {
	if k := law.Group(); k > 1 {
		return a[u*k : (u+1)*k]
	}
	return []float64{0, a[u]}
}

// decided is the expectation where bits of an antithetic pair decide, at the splits of a tree.
func decided(split func(lo, hi int) int) func(esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
	return func(law esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
		return func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
			var x []esttest.Axis
			for u := range len(a) / law.Group() {
				φ := inputsOf(law, a, u)
				at := make([]esttest.Axis, len(φ)-1)
				var down func(lo, hi int) float64
				down = func(lo, hi int) float64 {
					if hi-lo == 1 {
						return math.Exp(φ[lo])
					}
					mid := split(lo, hi)
					l, r := down(lo, mid), down(mid, hi)
					at[mid-1] = esttest.Steps(0.5, l/(l+r), r/(l+r))
					return l + r
				}
				down(0, len(φ))
				x = append(x, at...)
			}
			return esttest.Over(e, a, f, x)
		}
	}
}

// broken is the expectation of CARMS: the gaps of the n−1 uniforms of every decision, outcomes in
// rising order of probability.
func broken(n int) func(esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
	return func(law esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
		return func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
			var all esttest.Joint
			for u := range len(a) / law.Group() {
				p := esttest.Softmax(inputsOf(law, a, u))
				slices.Sort(p)
				rest := 1.0
				for _, p := range p[:len(p)-1] {
					all = append(all, outcomes(n, 1-math.Pow(p/rest, 1/float64(n-1))))
					rest -= p
				}
			}
			return esttest.OverJoint(e, a, f, all)
		}
	}
}

// changed is that of BitFlip: the draw of the units, which of them is to change, and into what.
func changed(law esttest.Law) func(est.Estimator, []float64, esttest.Func) esttest.Moments {
	return func(e est.Estimator, a []float64, f esttest.Func) esttest.Moments {
		n := len(a) / law.Group()
		var units []esttest.Axis
		var into []float64
		for u, cuts := range law.Cuts(a) {
			units = append(units, esttest.Steps(0.5, cuts...))
			p := esttest.Softmax(inputsOf(law, a, u))
			for x := range p {
				sum := 0.0
				for y := range p {
					if y != x {
						sum += p[y]
						into = append(into, sum/(1-p[x]))
					}
				}
			}
		}
		var turns []float64
		for j := 1; j < n; j++ {
			turns = append(turns, float64(j)/float64(n))
		}
		which := []esttest.Axis{esttest.Steps(0.5, turns...), esttest.Steps(0.5, into...)}
		return esttest.Over(e, a, f, units, which[:min(2, max(1, law.Group()-1))])
	}
}
