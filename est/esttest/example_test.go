package esttest_test

import (
	"fmt"

	"gater/est"
	"gater/est/esttest"
	"gater/nn"
)

// Pair is an estimator of one's own: the difference of two independent samples. With wrong it
// forgets that a difference of two has to be halved.
type Pair struct {
	est.Bernoulli
	wrong bool
}

// Estimate is ½·(f(b) − f(c))·(b − c).
func (e Pair) Estimate(s *est.Site, f est.F) []float64 {
	b, c := est.Draw(s, e), est.Draw(s, e)
	f1, _ := f.Learn(b)
	f2 := f.Look(c)
	half := est.Float(0.5)
	if e.wrong {
		half = 1
	}
	for i := range f1 {
		g, b, c := s.Grad.Row(i), b.Row(i), c.Row(i)
		for j := range g {
			g[j] += half * est.Float(f1[i]-f2[i]) * (b[j] - c[j])
		}
	}
	return f1
}

// About: unbiased, one Look, and nothing shut is ever needed.
func (Pair) About() est.About {
	return est.About{Unbiased: true, Looks: func(int) int { return 1 }, Skips: nn.SkipAll}
}

// complaints prints what a *testing.T would report.
type complaints struct{}

func (complaints) Helper()               {}
func (complaints) Errorf(string, ...any) { fmt.Println("  not so!") }

// Example proves an estimator of one's own; in a test, the first argument is the *testing.T.
func Example() {
	for _, e := range []Pair{{}, {wrong: true}} {
		fmt.Printf("wrong: %v\n", e.wrong)

		// In one go, against what About says, in two layers of units.
		esttest.Prove(complaints{}, func() est.Estimator { return e }, esttest.Bernoulli)

		// To the last digit, on a loss of one's own: all outcomes of all draws.
		a := []float64{-1, 0.5}
		f := esttest.Table([]float64{1, 3, -2, 0.5}) // by the bits 00, 10, 01, 11
		_, exact := esttest.Shallow(esttest.Bernoulli, a, f)
		m := esttest.Integrate(complaints{}, e, a, f, nil)
		fmt.Printf("  mean %.3f, exact %.3f\n", m.Mean, exact)

		// In closed form, on one unit.
		u := esttest.Bowl(0.45, 0.8)
		m = esttest.Integrate(complaints{}, e, u.A(), u.F, nil)
		fmt.Printf("  variance %.2e, leave-one-out of two %.2e\n", m.Var[0], u.LeaveOneOut(2))
	}
	// Output:
	// wrong: false
	//   mean [0.454 -0.673], exact [0.454 -0.673]
	//   variance 5.44e-04, leave-one-out of two 5.44e-04
	// wrong: true
	//   not so!
	//   mean [0.909 -1.347], exact [0.454 -0.673]
	//   variance 2.18e-03, leave-one-out of two 5.44e-04
}
