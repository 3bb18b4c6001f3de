package esttest

import (
	"math"
	"testing"

	"gater/est"
	"gater/nn"
	"gater/nn/nntest"
)

// shapes are laws whose oracle is tested, in all their parts.
var shapes = map[string]Law{
	"Bernoulli": Bernoulli,
	"both vary": TwoPoint{Logit, func(a float64) (float64, float64) { return a * a, 2 * a }},
	"no noise":  TwoPoint{Always, Logit},
	"one-hot":   OneHot{3},
	"pairs":     OneHot{2},
}

// TestDeepOracle: the exact gradient is the derivative of the exact loss.
func TestDeepOracle(t *testing.T) {
	for name, law := range shapes {
		d := newDeep(law)
		_, g := d.exact(law)
		i, step := 0, nntest.Tol(1e-5, 1e-2)
		var want []float64
		for _, l := range d.linear {
			for _, p := range nn.Params(l) {
				for k, old := range p.Val.Data {
					p.Val.Data[k] = old + nn.Float(step)
					up, _ := d.exact(law)
					p.Val.Data[k] = old - nn.Float(step)
					down, _ := d.exact(law)
					p.Val.Data[k] = old
					want = append(want, (up-down)/2/step)
					i++
				}
			}
		}
		if want := map[int]int{1: 23, 2: 12 + 10 + 6, 3: 18 + 21 + 8}[law.Group()]; i != want {
			t.Errorf("%s: %d parameters, want %d", name, i, want)
		}
		Close(t, name, g, want, 1e-8, 2e-3)
	}
}

// TestDeepSees: Deep passes the exact gradient of its law, and sees that of another one.
func TestDeepSees(t *testing.T) {
	make := func() est.Estimator { return est.Reinforce{} }
	if d := Deep(make, Bernoulli, 100, 100); d.Z > 4.5 {
		t.Errorf("Reinforce: %v", d)
	}
	if d := Deep(make, shapes["both vary"], 100, 100); d.Z < 10 {
		t.Errorf("control: Reinforce under another law: %v", d)
	}
}

func TestShallow(t *testing.T) {
	f := Table([]float64{1, 3, -2, 0.5})
	a := []float64{0.3, -1}
	p, q := Sigmoid(a[0]), Sigmoid(a[1])
	loss, grad := Shallow(Bernoulli, a, f)
	Close(t, "value", []float64{loss}, []float64{(1-q)*((1-p)+3*p) + q*((1-p)*-2+p*0.5)}, 1e-12, 1e-6)
	Close(t, "gradient", grad, []float64{
		p * (1 - p) * ((1-q)*2 + q*2.5),
		q * (1 - q) * ((1-p)*-3 + p*-2.5),
	}, 1e-12, 1e-6)
}

func TestTable(t *testing.T) {
	f := Table([]float64{1, 3, -2, 0.5})
	for _, h := range [][]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.25, 0.5}, {0.9, -1}} {
		df := make([]float64, 2)
		got := f(h, df)
		x, y := h[0], h[1]
		want := 1*(1-x)*(1-y) + 3*x*(1-y) - 2*(1-x)*y + 0.5*x*y
		Close(t, "value", []float64{got, df[0], df[1]}, []float64{want, 2*(1-y) + 2.5*y, -3*(1-x) - 2.5*x}, 1e-14, 1e-14)
	}
	df := make([]float64, 2)
	if Blind(f)([]float64{1, 0}, df) != 3 || !math.IsNaN(df[0]) || !math.IsNaN(df[1]) {
		t.Error("Blind gives another value, or a derivative")
	}
}

// TestAxes: weights sum to 1 and moments are those of the law.
func TestAxes(t *testing.T) {
	for name, c := range map[string]struct {
		x      Axis
		moment func(float64) float64
		want   float64
	}{
		"uniform":            {Steps(0.5, 0.3, 0.6, 0.3), func(u float64) float64 { return u }, 0.5},
		"normal":             {Gaussian(0.1234), func(z float64) float64 { return math.Pow(z, 4) }, 3},
		"normal, kink":       {Gaussian(0), math.Abs, math.Sqrt(2 / math.Pi)},
		"logistic":           {Logistic(), func(u float64) float64 { z := math.Log(u / (1 - u)); return z * z }, math.Pi * math.Pi / 3},
		"logistic, half way": {Logistic(-2), func(u float64) float64 { return max(0, math.Log(u)-math.Log1p(-u)+2) }, math.Log1p(math.Exp(2))},
	} {
		one, moment := 0.0, 0.0
		for _, p := range c.x {
			one += p.W
			moment += p.W * c.moment(p.X)
		}
		if math.Abs(one-1) > nntest.Tol(1e-12, 1e-6) || math.Abs(moment-c.want) > nntest.Tol(1e-10, 1e-4) {
			t.Errorf("%s: weights sum to %.15g; moment %.13g, want %.13g", name, one, moment, c.want)
		}
	}
}
