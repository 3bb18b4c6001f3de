package esttest

import (
	"math"
	"slices"

	"gater/est"
)

// How far a mean may be from where it should be, and must be from where it should not be, in
// standard errors.
const (
	Near = 4.5
	Far  = 10
)

// ZTest checks that the means of a tally are the numbers wanted: within Near standard errors.
func ZTest(t T, what string, got *Tally, want []float64) {
	t.Helper()
	if z, at := got.Far(want); !(z <= Near) {
		t.Errorf("%s: number %d is %v, want %v: %.1f standard errors off", what, at, got.Mean(at), want[at], z)
	}
}

// Prove holds an estimator of one's own to what its About says, in short:
//
//   - its settings pass est.Check;
//   - it runs the rest of the network as often as it says, and learns once;
//   - it reads ∂f/∂h if and only if it says so;
//   - it is a function of its noise;
//   - in two layers of units its gradient of every parameter is within Near standard errors of the
//     exact one if it claims to be unbiased, and more than Far off in some if it does not.
//
// Make hands out fresh estimators; law is how their units come out, such as Bernoulli.
func Prove(t T, make func() est.Estimator, law Law) {
	t.Helper()
	if err := est.Check(make()); err != nil {
		t.Errorf("%v", err)
		return
	}
	about := make().About()
	proveCalls(t, make, about, law.Group())
	proveReads(t, make, about, law.Group())
	d := Deep(make, law, 400, 400)
	switch {
	case about.Unbiased && !(d.Z <= Near):
		t.Errorf("%T claims to be unbiased: %v", make(), d)
	case !about.Unbiased && d.Z < Far:
		t.Errorf("%T claims to be biased, and is not seen to be: %v", make(), d)
	}
}

// proveCalls counts runs, for one unit and for three.
func proveCalls(t T, make func() est.Estimator, about est.About, group int) {
	t.Helper()
	f := Func(func(h, _ []float64) float64 { return h[0] })
	for _, units := range []int{1, 3} {
		cols := units * group
		want := Calls{Learn: 1}
		if about.Looks != nil {
			want.Look = about.Looks(cols)
		}
		if about.Slopes != nil {
			want.Slope = about.Slopes(cols)
		}
		if got := Learn(make(), Rows(zeros(cols), 2), f, Noise(1)).Calls; got != want {
			t.Errorf("%T with %d columns makes the calls %+v, and says %+v", make(), cols, got, want)
		}
	}
}

// proveReads runs on a loss whose derivative is NaN, and twice on the same noise.
func proveReads(t T, make func() est.Estimator, about est.About, group int) {
	t.Helper()
	f := Func(func(h, df []float64) (l float64) {
		for j, h := range h {
			l += float64(j+1) * h
			if df != nil {
				df[j] += float64(j + 1)
			}
		}
		return l * l
	})
	run := func(f Func) (all []float64) {
		for seed := range uint64(4) {
			all = append(all, Wide(Learn(make(), Rows(zeros(3*group), 5), f, Noise(seed)).Grad.Data)...)
		}
		return all
	}
	reads := slices.ContainsFunc(run(Blind(f)), math.IsNaN)
	if says := about.Derivative || about.Slopes != nil; reads != says {
		t.Errorf("%T reads ∂f/∂h: %v, and says %v", make(), reads, says)
	}
	if !slices.Equal(run(f), run(f)) {
		t.Errorf("%T gives two estimates for the same noise", make())
	}
}

func zeros(n int) []float64 { return make([]float64, n) }

// Above is by how much the variance of e is above that of another estimator, in standard errors of
// the difference: the largest and the smallest over the units, from so many rows of draws of each.
func Above(e, than est.Estimator, a []float64, f Func, rows int) (most, least float64) {
	v, verr := spread(e, a, f, rows, 1)
	w, werr := spread(than, a, f, rows, 2)
	most, least = math.Inf(-1), math.Inf(1)
	for j := range a {
		z := (v[j] - w[j]) / math.Hypot(math.Hypot(verr[j], werr[j]), tol(1e-15, 1e-9))
		most, least = max(most, z), min(least, z)
	}
	return most, least
}

// spread is the variance of each unit's estimate, and the standard error of that.
func spread(e est.Estimator, a []float64, f Func, rows int, seed uint64) (v, err []float64) {
	m := Learn(e, Rows(a, rows), f, Noise(seed)).Grad
	n := float64(rows)
	for j := range a {
		mean, two, four := 0.0, 0.0, 0.0
		for r := range rows {
			mean += float64(m.Row(r)[j]) / n
		}
		for r := range rows {
			d := float64(m.Row(r)[j]) - mean
			two += d * d / n
			four += d * d * d * d / n
		}
		v, err = append(v, two), append(err, math.Sqrt((four-two*two)/n))
	}
	return v, err
}
