package opt_test

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/opt"
)

var ramp = opt.Linear{From: 0.5, To: 0.9, Epochs: 2}

// rules is every rule with a hand-written twin: weight w at update t with gradient g, moments m.
var rules = []struct {
	name string
	rule opt.Rule
	twin func(w float64, m *[2]float64, g, lr float64, t int, epoch float64) float64
}{
	{"sgd", opt.SGD{}, func(w float64, _ *[2]float64, g, lr float64, _ int, _ float64) float64 {
		return w - lr*g
	}},
	{"momentum", opt.SGD{Momentum: ramp}, func(w float64, m *[2]float64, g, lr float64, _ int, epoch float64) float64 {
		μ := min(0.9, 0.5+0.2*epoch)
		m[0] = μ*m[0] - lr*g
		return w + m[0]
	}},
	{"rmsprop", opt.RMSprop{Rho: 0.8, Eps: 1e-3}, func(w float64, m *[2]float64, g, lr float64, _ int, _ float64) float64 {
		m[0] = 0.8*m[0] + 0.2*g*g
		return w - lr*g/(math.Sqrt(m[0])+1e-3)
	}},
	{"adam", opt.Adam{}, adam(0)},
	{"adamw", opt.Adam{Decay: 0.3}, adam(0.3)},
}

func adam(decay float64) func(float64, *[2]float64, float64, float64, int, float64) float64 {
	return func(w float64, m *[2]float64, g, lr float64, t int, _ float64) float64 {
		m[0] = 0.9*m[0] + 0.1*g
		m[1] = 0.999*m[1] + 0.001*g*g
		a := m[0] / (1 - math.Pow(0.9, float64(t)))
		b := m[1] / (1 - math.Pow(0.999, float64(t)))
		return w - lr*(a/(math.Sqrt(b)+1e-8)+decay*w)
	}
}

func TestRuleIsItsFormula(t *testing.T) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			b := bag{{"w", nn.NewParam(3, 5, nn.FanCols)}}
			w := b[0].p.Val.Data
			want, m := make([]float64, len(w)), make([][2]float64, len(w))
			for i := range w {
				w[i] = mat.Float(i) - 7
				want[i] = float64(w[i])
			}
			o := opt.New(r.rule, opt.Exponential{From: 0.1, PerEpoch: 0.5}, b)
			for step := 1; step <= 30; step++ {
				epoch := float64(step-1) / 10
				b.gradients(step)
				for i, g := range b[0].p.Grad.Data {
					want[i] = r.twin(want[i], &m[i], float64(g)/8, 0.1*math.Pow(0.5, epoch), step, epoch)
				}
				o.Step(nil, 8, epoch)
				for i := range w {
					if !near(float64(w[i]), want[i]) {
						t.Fatalf("step %d: w[%d] = %v, want %v", step, i, w[i], want[i])
					}
					if b[0].p.Grad.Data[i] != 0 {
						t.Fatalf("step %d left gradient %v", step, b[0].p.Grad.Data[i])
					}
				}
			}
		})
	}
}

// TestQuadratic descends ½·Σ k·w² with curvatures k of 0.5 to 2.
func TestQuadratic(t *testing.T) {
	for _, r := range rules[:4] {
		b := bag{{"w", nn.NewParam(1, 4, nn.FanCols)}}
		p := b[0].p
		p.Val.Fill(1)
		o := opt.New(r.rule, opt.Cosine{From: 0.1, Epochs: 300}, b)
		for step := range 300 {
			for i, w := range p.Val.Data {
				p.Grad.Data[i] = mat.Float(i+1) / 2 * w
			}
			o.Step(nil, 1, float64(step))
		}
		for i, w := range p.Val.Data {
			if math.Abs(float64(w)) > 2e-3 {
				t.Errorf("%s: w[%d] = %v after 300 steps, want 0", r.name, i, w)
			}
		}
	}
}

// TestAdamFirstSteps has the values of the formula for g = 3, −1, 0.5 at rate 0.1:
// m = 0.3, 0.17, 0.203 and v = 0.009, 0.009991, 0.010231009.
func TestAdamFirstSteps(t *testing.T) {
	b := bag{{"w", nn.NewParam(1, 1, nn.FanNone)}}
	o := opt.New(opt.Adam{Decay: 5}, opt.Constant(0.1), b) // a bias: no decay
	for i, want := range []float64{-0.1, -0.140022, -0.180564} {
		b[0].p.Grad.Fill([]mat.Float{3, -1, 0.5}[i])
		o.Step(nil, 1, 0)
		if got := float64(b[0].p.Val.Data[0]); math.Abs(got-want) > 1e-6 {
			t.Errorf("w after %d steps = %.7f, want %.6f", i+1, got, want)
		}
	}
}
