package train_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// TestAverage: what is kept is Σ βᵈ·w / Σ βᵈ over the weights after every 16th step, d steps ago, and
// is what was validated; training is the same bits as without.
func TestAverage(t *testing.T) {
	const β = 0.95
	run := func(decay float64) (*run, [][]float64) {
		r := taught(t, data.Classes, func(tr *train.Trainer) { tr.Average, tr.Last = decay, true })
		var all [][]float64
		r.OnStep = func(p *train.Progress) {
			if p.Updates%16 == 0 {
				all = append(all, weights(r.Net))
			}
		}
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		return r, all
	}
	r, seen := run(β)
	plain, _ := run(0)
	if d := differ(only(plain.bits(), "net."), only(r.bits(), "net.")); d != nil {
		t.Errorf("averages change the training: %q", d)
	}
	if len(seen) != 7 { // of 120 steps
		t.Fatalf("%d weights were seen", len(seen))
	}
	want, total := make([]float64, len(seen[0])), 0.0
	for k, w := range seen {
		f := math.Pow(β, float64(16*(len(seen)-1-k)))
		total += f
		for i, v := range w {
			want[i] += f * v
		}
	}
	last := weights(r.Net)
	r.Finish()
	moved := false
	for i, got := range weights(r.Net) {
		if math.Abs(got-want[i]/total) > 1e-5*(1+math.Abs(got)) {
			t.Errorf("weight %d: %v is kept, want %v", i, got, want[i]/total)
		}
		moved = moved || math.Abs(got-last[i]) > 1e-3
	}
	if !moved {
		t.Error("control: the averages are the weights")
	}
	e := &train.Evaluator{Net: r.Net}
	if got, want := e.Run(r.Valid, nn.Use, 0).Loss, r.epochs[5].Deployed.Loss; got != want {
		t.Errorf("the loss of what is kept is %v, validation said %v", got, want)
	}
}

func weights(net nn.Layer) (all []float64) {
	for _, p := range nn.Params(net) {
		for _, v := range p.Val.Data {
			all = append(all, float64(v))
		}
	}
	return all
}

// TestAverageOfNone: before the first averages the weights are validated.
func TestAverageOfNone(t *testing.T) {
	first := func(decay float64, batch int) float64 {
		r := taught(t, data.Classes, func(tr *train.Trainer) { tr.Average, tr.Batch, tr.Epochs = decay, batch, 1 })
		r.steps(t, 1e6)
		return r.epochs[0].Deployed.Loss
	}
	if a, b := first(0.9, 64), first(0, 64); a != b { // 10 steps
		t.Errorf("after 10 steps the loss is %v, without averages %v", a, b)
	}
	if first(0.9, 32) == first(0, 32) { // 20
		t.Error("control: after 20 steps averages make no difference")
	}
}

// TestAverageLazy: averages of weights that sleep are those of weights that are always up to date, up
// to rounding, on any number of threads and stopped and resumed where it may be.
func TestAverageLazy(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	tol := 1e-3
	if mat.Float(1)+mat.Float(1e-12) != 1 {
		tol = 1e-6
	}
	for i, n := range lazyNets[:4] {
		begin := func(lazy bool, decay float64, pool *mat.Pool) *run {
			r := lazily(t, i, lazy, pool)
			r.Average = decay
			if err := r.Start(); err != nil {
				t.Fatal(err)
			}
			if lazy {
				r.Opt.Lazy()
			}
			return r
		}
		eager, lazy, other := begin(false, 0.98, nil), begin(true, 0.98, nil), begin(false, 0.9, nil)
		lazy.steps(t, 37)
		if !lazy.asleep() {
			t.Errorf("%s: control: nothing sleeps", n.name)
		}
		for _, r := range []*run{eager, lazy, other} {
			r.steps(t, 1e6)
		}
		far := func(r *run) (d float64) {
			for k, e := range r.epochs {
				d = max(d, math.Abs(e.Deployed.Loss-eager.epochs[k].Deployed.Loss))
			}
			return d
		}
		if d := far(lazy); !(d <= tol) {
			t.Errorf("%s: validation losses differ by %.2g, want at most %g", n.name, d, tol)
		}
		if d := far(other); d < tol {
			t.Errorf("%s: control: with another decay they differ by %.2g", n.name, d)
		}
		for _, k := range []int{3, 130} {
			first := begin(true, 0.98, pool)
			first.steps(t, k)
			second := begin(true, 0.98, nil)
			second.load(first, nil)
			second.steps(t, 1e6)
			if d := differ(lazy.bits(), second.bits()); d != nil {
				t.Errorf("%s: stopped after %d steps: other bits in %q", n.name, k, d)
			}
		}
	}
}

// TestAverageRefused: a decay that is none is refused; 0 keeps no averages.
func TestAverageRefused(t *testing.T) {
	for _, decay := range []float64{1, -0.1, math.NaN()} {
		tr := &train.Trainer{Train: table(data.Classes, 32, 1), Batch: 16, Average: decay}
		if err := tr.Start(); err == nil || !strings.Contains(err.Error(), "it must be at least 0 and below 1, such as 0.999") {
			t.Errorf("%v: %v", decay, err)
		}
	}
	held := func(decay float64) bool {
		r := taught(t, data.Classes, func(tr *train.Trainer) { tr.Average = decay })
		names := []string{}
		for name := range r.State() {
			names = append(names, name)
		}
		return slices.ContainsFunc(names, has("average."))
	}
	if held(0) || !held(0.9) {
		t.Error("averages are held without a decay, or not with one")
	}
}
