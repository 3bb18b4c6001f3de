package vae

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/est/esttest"
	"gater/internal/catalog"
	"gater/internal/lab"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// tiny is a model of 3×3 pictures and four units with weights of ordinary size.
func tinyTrainer(t testing.TB, set func(c *Config)) *Trainer {
	t.Helper()
	d := &data.Set{Name: "tiny", Height: 3, Width: 3, Classes: []string{"a", "b"}}
	u := make([]float64, 9)
	for i := range 40 {
		rng.Uniform(u, rng.Key{Seed: 9, Row: uint32(i)})
		for _, v := range u {
			d.X = append(d.X, uint8(min(255, max(0, 512*v-128))))
		}
		d.Labels = append(d.Labels, int32(i%2))
	}
	c := Default()
	c.Latent, c.Batch, c.Steps, c.Every, c.CheckEvery, c.Samples, c.Inputs, c.Rate = 4, 10, 30, 5, 2, 3, 9, 0.01
	if set != nil {
		set(&c)
	}
	m, err := Build(&c)
	if err != nil {
		t.Fatal(err)
	}
	tr := &Trainer{Config: &c, Model: m, Data: &data.Splits{Name: "tiny", Train: d, Valid: d.Slice(0, 20), Test: d.Slice(20, 40)}}
	if err := tr.Start(); err != nil {
		t.Fatal(err)
	}
	return tr
}

// gradients is those of one batch's loss, by parameter, and the loss.
func gradients(t *Trainer, step int) (g map[string][]Float, loss float64) {
	g = map[string][]Float{}
	for _, p := range nn.Params(t.Model.Net) {
		p.Grad.Zero()
	}
	t.noise.SetStep(step)
	for _, l := range t.pass.Run(nn.Learn, t.Model.Net, t.x, t.last) {
		loss += l
	}
	for name, p := range nn.Params(t.Model.Net) {
		g[name] = slices.Clone(p.Grad.Data)
	}
	return g, loss
}

// batch makes a batch, with a prior that is not 0.
func (t *Trainer) batch() {
	t.order.Indices(t.idx, 0, 0)
	t.batches.fill(t.x, t.idx, 0)
	for j := range t.Model.Latents.Prior.Val.Data {
		t.Model.Latents.Prior.Val.Data[j] = Float(j)/2 - 0.6
	}
}

// exactBound is the mean of the ELBO of a picture, and of log p(x), by counting all settings.
func exactBound(t *Trainer, x []Float) (elbo, logp float64) {
	m := t.Model
	n := m.Latents.Prior.Val.Cols
	states := mat.New(1<<n, n)
	for s := range 1 << n {
		for j := range n {
			states.Row(s)[j] = Float(s >> j & 1)
		}
	}
	p := &nn.Pass{}
	var a []Float
	p.Run(nn.Look, m.Encoder, mat.M{Rows: 1, Cols: len(x), Data: x}, func(v *nn.Var) []float64 {
		a = slices.Clone(v.Val.Data)
		return []float64{0}
	})
	targets := mat.New(1<<n, len(x))
	for s := range 1 << n {
		copy(targets.Row(s), x)
	}
	nll := (&nn.Pass{}).Run(nn.Look, m.Decoder, states, (&Pixels{Pass: &nn.Pass{}, T: targets}).Loss)
	total := 0.0
	for s, l := range nll {
		q, prior := 0.0, 0.0
		for j, v := range states.Row(s) {
			q += logBit(float64(a[j]), float64(v))
			prior += logBit(float64(m.Latents.Prior.Val.Data[j]), float64(v))
		}
		elbo += math.Exp(q) * (prior - l - q)
		total += math.Exp(prior - l)
	}
	return elbo, math.Log(total)
}

// logBit is the log-probability of a bit of a logit.
func logBit(a, h float64) float64 { return h*a - max(a, 0) - math.Log1p(math.Exp(-math.Abs(a))) }

// TestGradient: with units counted out the gradient is the derivative of the bound, whether the
// divergence is sampled or in closed form; straight-through's is not.
func TestGradient(t *testing.T) {
	for _, net := range []string{"linear", "nonlinear"} {
		for _, kl := range []string{"sampled", "exact"} {
			for _, estimator := range []string{"enumerate", "st"} {
				tr := tinyTrainer(t, func(c *Config) { c.Net, c.KL, c.Estimator = net, kl, estimator })
				tr.batch()
				g, _ := gradients(tr, 0)
				bound := func() (b float64) {
					for r := range tr.x.Rows {
						e, _ := exactBound(tr, tr.x.Row(r))
						b += e
					}
					return b
				}
				worst := 0.0
				for name, p := range nn.Params(tr.Model.Encoder) {
					for _, k := range []int{0, len(p.Val.Data) - 1} {
						step := Float(nntest.Tol(1e-5, 1e-2))
						old := p.Val.Data[k]
						p.Val.Data[k] = old + step
						up := bound()
						p.Val.Data[k] = old - step
						down := bound()
						p.Val.Data[k] = old
						want := -(up - down) / (2 * float64(step))
						worst = max(worst, math.Abs(float64(g["0."+name][k])-want)/(1+math.Abs(want)))
					}
				}
				if tol := nntest.Tol(1e-7, 3e-3); (worst < tol) != (estimator == "enumerate") {
					t.Errorf("%s, %s, %s: off by %.2g", net, kl, estimator, worst)
				}
			}
		}
	}
}

// TestPrior: the prior's gradient is the derivative of the bound too, on average over draws.
func TestPrior(t *testing.T) {
	for _, kl := range []string{"sampled", "exact"} {
		tr := tinyTrainer(t, func(c *Config) { c.KL, c.Estimator = kl, "rloo" })
		tr.batch()
		var tally esttest.Tally
		for step := range 3000 {
			g, _ := gradients(tr, step)
			tally.Add(esttest.Wide(g["1.prior"])...)
		}
		prior := tr.Model.Latents.Prior.Val.Data
		for j, old := range prior {
			bound := func() (b float64) {
				for r := range tr.x.Rows {
					e, _ := exactBound(tr, tr.x.Row(r))
					b += e
				}
				return b
			}
			const step = 1e-2
			prior[j] = old + step
			up := bound()
			prior[j] = old - step
			down := bound()
			prior[j] = old
			want := -(up - down) / (2 * step)
			if d := math.Abs(tally.Mean(j) - want); d > 4.5*math.Sqrt(tally.Var(j)/3000)+2e-3*(1+math.Abs(want)) {
				t.Errorf("%s: prior %d: %v, want %v", kl, j, tally.Mean(j), want)
			}
		}
	}
}

// TestBound: one draw is the ELBO on average, many come to log p(x), and in between lies between.
func TestBound(t *testing.T) {
	tr := tinyTrainer(t, nil)
	tr.batch()
	set := tr.Data.Valid
	for i, v := range set.X { // black and white, so that nothing but the units is drawn
		set.X[i] = 255 * (v >> 7)
	}
	var elbo, logp float64
	x := make([]Float, 9)
	for i := range set.Len() {
		for j, v := range set.Pixels(i) {
			x[j] = Float(v) / 255
		}
		e, l := exactBound(tr, x)
		elbo += e / float64(set.Len())
		logp += l / float64(set.Len())
	}
	var one esttest.Tally
	for s := range 400 {
		one.Add(tr.Bound(set, 1, 7, s))
	}
	if z := one.Z(0, elbo); math.Abs(z) > 4.5 {
		t.Errorf("ELBO %v, want %v: %.1f standard errors off", one.Mean(0), elbo, z)
	}
	if z := one.Z(0, logp); math.Abs(z) < 10 {
		t.Errorf("control: ELBO %v and log p(x) %v are not told apart", one.Mean(0), logp)
	}
	ten, many := tr.Bound(set, 10, 8, 0), tr.Bound(set, 5000, 8, 0)
	if !(elbo < ten && ten < logp+0.02) || math.Abs(many-logp) > 0.02 {
		t.Errorf("bounds of 10 and 5000 draws are %v and %v, between %v and %v", ten, many, elbo, logp)
	}
}

// TestPixels: the head is the sum over pixels, at logits of any size, and so is its gradient.
func TestPixels(t *testing.T) {
	for _, scale := range []float64{0.1, 3, 50, 300} {
		x, targets := mat.New(7, 37), mat.New(7, 37)
		rng.Normal(x.Data, rng.Key{Seed: 1})
		rng.Uniform(targets.Data, rng.Key{Seed: 2})
		for i := range x.Data {
			x.Data[i] *= Float(scale)
			targets.Data[i] = Float(math.Round(float64(targets.Data[i])))
		}
		p := &nn.Pass{Depth: nn.Learn, Poison: true}
		v := &nn.Var{Val: x, Grad: mat.New(7, 37)}
		loss := (&Pixels{Pass: p, T: targets}).Loss(v)
		for r := range loss {
			want := 0.0
			for j, a := range x.Row(r) {
				want -= logBit(float64(a), float64(targets.Row(r)[j]))
				d := float64(v.Grad.Row(r)[j])
				if g := esttest.Sigmoid(float64(a)) - float64(targets.Row(r)[j]); math.Abs(d-g) > nntest.Tol(1e-12, 1e-6) {
					t.Errorf("scale %v: gradient %v, want %v", scale, d, g)
				}
			}
			if math.Abs(loss[r]-want) > nntest.Tol(1e-12, 1e-5)*(1+want) {
				t.Errorf("scale %v: loss %v, want %v", scale, loss[r], want)
			}
		}
	}
}

// TestLeaky: the layer's gradient.
func TestLeaky(t *testing.T) {
	nntest.Gradient(t, nntest.Case{Layer: &LeakyRelu{Slope: 0.3}, X: nntest.Normal(5, 6, 1, 3)})
}

// TestBatches: a grey pixel is on as often as its value says, black and white never change, and
// every step draws anew.
func TestBatches(t *testing.T) {
	tr := tinyTrainer(t, nil)
	set := tr.Data.Train
	rows := []int32{3, 17}
	x := mat.New(2, 9)
	sum := mat.New(2, 9)
	const steps = 4000
	changed := false
	var last []Float
	for s := range steps {
		tr.batches.fill(x, rows, s)
		changed = changed || last != nil && !slices.Equal(last, x.Data)
		last = slices.Clone(x.Data)
		for i, v := range x.Data {
			sum.Data[i] += v
		}
	}
	if !changed {
		t.Error("all steps draw the same pixels")
	}
	for r, row := range rows {
		for j, v := range set.Pixels(int(row)) {
			p := float64(v) / 255
			if z := (float64(sum.Row(r)[j])/steps - p) / math.Sqrt(p*(1-p)/steps+1e-12); math.Abs(z) > 4.5 {
				t.Errorf("picture %d, pixel %d of %d: on in %v of %d steps", row, j, v, sum.Row(r)[j], steps)
			}
		}
	}
	if tr.batches.fill(x, rows, 5); !slices.Equal(x.Data, func() []Float { y := mat.New(2, 9); tr.batches.fill(y, rows, 5); return y.Data }()) {
		t.Error("a step draws other pixels when asked again")
	}
}

// run trains to the end and returns all state, flat.
func run(t *testing.T, tr *Trainer, stopAt int) (all []float64) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if stopAt > 0 {
		for tr.Progress.Step < stopAt {
			if err := tr.step(); err != nil {
				t.Fatal(err)
			}
		}
	} else if err := tr.Run(ctx); err != nil {
		t.Fatal(err)
	}
	for _, x := range tr.State() {
		all = append(all, esttest.Wide(x.Data)...)
		if x.Numbers != nil {
			all = append(all, *x.Numbers...)
		}
	}
	return all
}

// TestSameBits: the result is the same for any number of threads, and for a run that was stopped
// and went on in another trainer; another seed gives another.
func TestSameBits(t *testing.T) {
	for _, estimator := range []string{"disarm", "sbn", "double-cv", "rebar"} {
		if _, err := catalog.FindGate(estimator); err != nil {
			t.Log(err)
			continue
		}
		with := func(c *Config) { c.Estimator = estimator }
		want := run(t, tinyTrainer(t, with), 0)
		threads := tinyTrainer(t, with)
		threads.Pool = mat.NewPool(3)
		if err := threads.Start(); err != nil {
			t.Fatal(err)
		}
		if got := run(t, threads, 0); !slices.Equal(got, want) {
			t.Errorf("%s: three threads, another result", estimator)
		}
		threads.Pool.Close()
		first, second := tinyTrainer(t, with), tinyTrainer(t, with)
		run(t, first, 13)
		second.Progress = first.Progress
		at := map[string]int{}
		for name, x := range second.State() {
			at[name] = 1
			for from, y := range first.State() {
				if from == name {
					copy(x.Data, y.Data)
					if x.Numbers != nil {
						*x.Numbers = slices.Clone(*y.Numbers)
					}
				}
			}
		}
		second.Loaded()
		if got := run(t, second, 0); !slices.Equal(got, want) {
			t.Errorf("%s: a run that was stopped ends with another result", estimator)
		}
		other := run(t, tinyTrainer(t, func(c *Config) { c.Estimator, c.Seed = estimator, 2 }), 0)
		if slices.Equal(other, want) {
			t.Errorf("%s: another seed, the same result", estimator)
		}
	}
}

// TestEveryEstimator: every estimator of the catalogue trains the model, or is refused by name.
func TestEveryEstimator(t *testing.T) {
	trained := 0
	for _, name := range catalog.GateNames() {
		s, err := lab.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := lab.FitsBits(s); err != nil {
			c := Default()
			c.Estimator, c.Inputs = name, 9
			if c.Check() == nil {
				t.Errorf("%s is accepted", name)
			}
			continue
		}
		trained++
		tr := tinyTrainer(t, func(c *Config) { c.Estimator, c.Steps = name, 10 })
		if err := tr.Run(context.Background()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if b := tr.Bounds(); !(b.Train < 0 && b.Test < 0 && b.Variance >= 0) {
			t.Errorf("%s: %+v", name, b)
		}
	}
	if trained < 10 {
		t.Errorf("only %d estimators train it", trained)
	}
}

// TestSpread: the moving averages are those of the formula.
func TestSpread(t *testing.T) {
	l := nn.NewLinear(2, 3)
	e := newSpread(nn.Seq{l}, nil, 4)
	m, s := make([]float64, 6), make([]float64, 6)
	for step := range 50 {
		rng.Normal(l.W.Grad.Data, rng.Key{Seed: 1, Step: uint32(step)})
		e.add()
		for j, g := range l.W.Grad.Data {
			g, rho := float64(g)/4, 0.999
			if step == 0 {
				rho = 0
			}
			m[j] = rho*m[j] + (1-rho)*g
			s[j] = rho*s[j] + (1-rho)*g*g
		}
	}
	want := 0.0
	for j := range m {
		want += (s[j] - m[j]*m[j]) / 9 // three biases had no gradient
	}
	if math.Abs(e.variance()-want) > 1e-6 {
		t.Errorf("variance %v, want %v", e.variance(), want)
	}
}

// TestBlind: leaving out a derivative that no one reads changes nothing.
func TestBlind(t *testing.T) {
	tr := tinyTrainer(t, func(c *Config) { c.Estimator = "disarm" })
	tr.batch()
	if !tr.Model.Latents.blind {
		t.Fatal("disarm reads a derivative")
	}
	want, loss := gradients(tr, 3)
	tr.Model.Latents.blind = false
	got, other := gradients(tr, 3)
	for name := range want {
		if !slices.Equal(got[name], want[name]) || loss != other {
			t.Errorf("%s: another gradient", name)
		}
	}
	tr = tinyTrainer(t, func(c *Config) { c.Estimator = "st" })
	if tr.Model.Latents.blind {
		t.Error("straight-through reads no derivative")
	}
}

// TestCheck: settings that make no model are refused, with a remedy.
func TestCheck(t *testing.T) {
	for want, set := range map[string]func(c *Config){
		"unknown net": func(c *Config) { c.Net = "deep" },
		"unknown kl":  func(c *Config) { c.KL = "x" },
		"unknown estimator \"dissarm\" (did you mean disarm?)": func(c *Config) { c.Estimator = "dissarm" },
		"nr: its units are not on with":                        func(c *Config) { c.Estimator = "nr" },
		"enumerate runs the decoder":                           func(c *Config) { c.Estimator = "enumerate" },
		"rate is 0":                                            func(c *Config) { c.Rate = 0 },
		"rate is NaN":                                          func(c *Config) { c.Rate = math.NaN() },
		"steps is 0":                                           func(c *Config) { c.Steps = 0 },
		"batch is -1":                                          func(c *Config) { c.Batch = -1 },
		"samples is 0":                                         func(c *Config) { c.Samples = 0 },
	} {
		c := Default()
		c.Inputs = 784
		set(&c)
		if err := c.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
