package est_test

import (
	"fmt"
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// spy is an estimator that lends its site to a test.
type spy struct {
	est.Discrete
	see func(s *est.Site)
}

func (e spy) Estimate(s *est.Site, f est.F) []float64 {
	e.see(s)
	loss, _ := f.Learn(est.Draw(s, e))
	return loss
}

func (spy) About() est.About { return est.About{} }

// onSite runs see at a site with inputs a.
func onSite(a mat.M, noise nn.Streams, see func(s *est.Site)) {
	esttest.Learn(spy{see: see}, a, func([]float64, []float64) float64 { return 0 }, noise)
}

// families is both, with inputs for one unit of either.
var families = []struct {
	name string
	of   est.Family
	a    []float64
}{
	{"Bernoulli", est.Bernoulli{}, []float64{0.7}},
	{"Categorical", est.Categorical{K: 3}, []float64{0.3, -1, 1.2}},
}

// TestRelaxationLaw: h of the perturbed z has the family's law, and z given h is z among the draws
// that came out as h: the same mean, square and relaxed value for each outcome.
func TestRelaxationLaw(t *testing.T) {
	const rows = 60_000
	for _, c := range families {
		onSite(esttest.Rows(c.a, rows), esttest.Noise(4), func(s *est.Site) {
			z, h, y, again := s.New(), s.New(), s.New(), s.New()
			c.of.Perturb(z, s)
			c.of.Hard(h, z)
			c.of.Given(again, h, s)
			var law esttest.Tally
			for i := range rows {
				law.Add(esttest.Wide(h.Row(i))...)
			}
			if far, _ := law.Far(esttest.Wide(c.of.Prob(s).Row(0))); far > 4.5 {
				t.Errorf("%s: h is %.1f standard errors off", c.name, far)
			}
			moments := map[string]map[int]*esttest.Tally{"z": {}, "z given h": {}, "control": {}}
			for name, z := range map[string]mat.M{"z": z, "z given h": again, "control": z} {
				c.of.Relax(y, z, 0.5)
				for i := range rows {
					k := c.of.Drawn(h.Row(i), 0)
					if name == "control" {
						k = c.of.Drawn(h.Row((i+1)%rows), 0) // the outcome of another row
					}
					if moments[name][k] == nil {
						moments[name][k] = &esttest.Tally{}
					}
					v := esttest.Wide(z.Row(i))
					x := append(v, esttest.Wide(y.Row(i))...)
					for _, v := range v {
						x = append(x, v*v)
					}
					moments[name][k].Add(x...)
				}
			}
			for k, given := range moments["z given h"] {
				n := len(c.a) * 3
				if far := apart(moments["z"][k], given, n); far > 4.5 {
					t.Errorf("%s, outcome %d: moments are %.1f standard errors apart", c.name, k, far)
				}
				if far := apart(moments["control"][k], given, n); far < 10 {
					t.Errorf("control: %s, outcome %d: moments without the condition are %.1f standard errors apart", c.name, k, far)
				}
			}
		})
	}
}

// apart is how far n means of two tallies are apart at most, in standard errors.
func apart(x, y *esttest.Tally, n int) (far float64) {
	for i := range n {
		se := math.Sqrt(x.Var(i)/x.Count() + y.Var(i)/y.Count())
		far = max(far, math.Abs(x.Mean(i)-y.Mean(i))/se)
	}
	return far
}

// TestRelaxationOutcome: z given h comes out as h, at any inputs.
func TestRelaxationOutcome(t *testing.T) {
	for _, c := range families {
		for _, scale := range []float64{1, 50, 500} {
			a := esttest.Rows(c.a, 200)
			for i := range a.Data {
				a.Data[i] *= nn.Float(scale) * nn.Float(1-2*(i/7%2))
			}
			onSite(a, esttest.Noise(5), func(s *est.Site) {
				h, z, again := s.New(), s.New(), s.New()
				for i := range a.Rows {
					c.of.Set(h.Row(i), 0, i%c.of.Outcomes())
				}
				c.of.Given(z, h, s)
				c.of.Hard(again, z)
				for i := range h.Data {
					if h.Data[i] != again.Data[i] || !sane(float64(z.Data[i])) {
						t.Fatalf("%s: inputs %v, outcome %v: z is %v", c.name, a.Row(i/a.Cols), h.Row(i/a.Cols), z.Row(i/a.Cols))
					}
				}
			})
		}
	}
}

// TestRelaxationDerivatives: PullGiven is the derivative of z given h at fixed noise, and Pull that
// of y and of the mean, by central differences.
func TestRelaxationDerivatives(t *testing.T) {
	step := nntest.Tol(1e-5, 1e-2)
	w := []float64{0.7, -1.1, 0.4}
	for _, c := range families {
		for k := range c.of.Outcomes() {
			// value is w·z, w·y or w·p, at inputs a under the same noise.
			value := func(a []float64, what string) (sum float64) {
				onSite(esttest.Rows(a, 1), esttest.Noise(6), func(s *est.Site) {
					h, z := s.New(), s.New()
					c.of.Set(h.Row(0), 0, k)
					switch what {
					case "z given h":
						c.of.Given(z, h, s)
					case "y":
						c.of.Relax(z, s.A, 0.7)
					case "p":
						z = c.of.Prob(s)
					}
					for j, v := range z.Data {
						sum += w[j] * float64(v)
					}
				})
				return sum
			}
			for _, what := range []string{"z given h", "y", "p"} {
				var got []float64
				onSite(esttest.Rows(c.a, 1), esttest.Noise(6), func(s *est.Site) {
					h, z, g := s.New(), s.New(), mat.New(1, len(c.a))
					v := esttest.Rows(w[:len(c.a)], 1)
					c.of.Set(h.Row(0), 0, k)
					switch what {
					case "z given h":
						c.of.Given(z, h, s)
						c.of.PullGiven(g, 1, v, z, h, c.of.Prob(s))
					case "y":
						c.of.Relax(z, s.A, 0.7)
						c.of.Pull(g, 1/nn.Float(0.7), v, z)
					case "p":
						c.of.Pull(g, 1, v, c.of.Prob(s))
					}
					got = esttest.Wide(g.Data)
				})
				for j := range c.a {
					up, down := append([]float64(nil), c.a...), append([]float64(nil), c.a...)
					up[j] += step
					down[j] -= step
					want := (value(up, what) - value(down, what)) / 2 / step
					esttest.Close(t, fmt.Sprintf("%s, %s, outcome %d, ∂a_%d", c.name, what, k, j), got[j:j+1], []float64{want}, 1e-8, 2e-3)
				}
			}
		}
	}
}

// TestConcreteIsPathwise: for the relaxed outputs that training sends on, the estimate is the
// derivative of the loss under the same noise.
func TestConcreteIsPathwise(t *testing.T) {
	for _, d := range []est.Discrete{{}, est.OneHot(3)} {
		unit := func() nn.Layer { return est.New(est.Concrete{Discrete: d, Tau: nn.Fix(0.7)}) }
		net := nn.Seq{nn.NewLinear(4, 6), unit(), nn.NewLinear(6, 3), unit(), nn.NewLinear(3, 2)}
		nntest.Gradient(t, nntest.Case{Layer: nntest.Fill(net, 0.8, 3), X: nntest.Normal(3, 4, 1, 4),
			Noise: func() nn.Streams { return esttest.Noise(9) }})
	}
}
