package esttest

import (
	"fmt"
	"strings"
	"testing"

	"gater/est"
	"gater/nn"
)

// honest is straight-through or the score function, and says what claim says.
type honest struct {
	est.Bernoulli
	straight, twice, bad bool
	claim                est.About
	drift                *est.Float
}

func (e honest) About() est.About { return e.claim }

func (e honest) Check() error {
	if e.bad {
		return fmt.Errorf("no good")
	}
	return nil
}

func (e honest) Estimate(s *est.Site, f est.F) []float64 {
	h := est.Draw(s, e)
	loss, df := f.Learn(h)
	if e.twice {
		f.Look(h)
	}
	if e.drift != nil {
		*e.drift++
		s.Grad.Data[0] += *e.drift
	}
	for i, p := range s.P().Data {
		if e.straight {
			s.Grad.Data[i] += df.Data[i]
		} else {
			s.Grad.Data[i] += (h.Data[i] - p) * est.Float(loss[i/h.Cols])
		}
	}
	return loss
}

// told gathers complaints.
type told []string

func (*told) Helper()                        {}
func (t *told) Errorf(f string, args ...any) { *t = append(*t, fmt.Sprintf(f, args...)) }

// TestProve: whoever says what is so passes, and each untruth is found.
func TestProve(t *testing.T) {
	score := est.About{Unbiased: true, Skips: nn.SkipAll}
	straight := est.About{Derivative: true}
	for _, c := range []struct {
		e    honest
		want string // "" for no complaint
	}{
		{honest{claim: score}, ""},
		{honest{straight: true, claim: straight}, ""},
		{honest{bad: true, claim: score}, "no good"},
		{honest{twice: true, claim: score}, "makes the calls {Learn:1 Look:1 Slope:0}, and says {Learn:1 Look:0 Slope:0}"},
		{honest{claim: est.About{Unbiased: true, Derivative: true}}, "reads ∂f/∂h: false, and says true"},
		{honest{straight: true}, "reads ∂f/∂h: true, and says false"},
		{honest{straight: true, claim: est.About{Unbiased: true, Derivative: true}}, "claims to be unbiased"},
		{honest{claim: est.About{}}, "claims to be biased, and is not seen to be"},
		{honest{claim: score, drift: new(est.Float)}, "gives two estimates for the same noise"},
	} {
		var got told
		Prove(&got, func() est.Estimator { return c.e }, Bernoulli)
		if all := strings.Join(got, "\n"); !strings.Contains(all, c.want) || c.want == "" && len(got) > 0 {
			t.Errorf("%+v: %q, want %q", c.e, all, c.want)
		}
	}
	Prove(t, func() est.Estimator { return est.RLOO{Discrete: est.OneHot(3)} }, OneHot{3})
}

// TestZTest: a mean that is where it should be passes, another does not.
func TestZTest(t *testing.T) {
	for shift, bad := range map[float64]bool{0: false, 1: true} {
		var tally Tally
		var got told
		for i := range 1000 {
			tally.Add(float64(i%7)-3+shift, 5)
		}
		ZTest(&got, "seven", &tally, []float64{-0.003, 5})
		if (len(got) > 0) != bad {
			t.Errorf("shift %v: %q", shift, got)
		}
	}
}

// TestAbove: of two estimators the one of lower variance is found, and of two alike none.
func TestAbove(t *testing.T) {
	a, f := []float64{0.5, -1}, Table([]float64{1, 3, -2, 0.5})
	if most, least := Above(est.Reinforce{}, est.LocalExpectations{}, a, f, 4000); least < Far {
		t.Errorf("score function and local expectations: %v to %v", least, most)
	}
	if most, least := Above(est.DisARM{}, est.DisARM{}, a, f, 4000); most > Near || least < -Near {
		t.Errorf("DisARM and itself: %v to %v", least, most)
	}
}
