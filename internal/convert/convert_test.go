package convert

import (
	"context"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// blots is pictures around a few dozen patterns, several to a class.
func blots(train int) *data.Splits {
	d := data.Synthetic(train, 10, 0, 1)
	const patterns = 28
	for part, s := range []*data.Set{d.Train, d.Valid} {
		pattern, noise, which := make([]float32, s.Dim()), make([]float32, s.Dim()), make([]int32, s.Len())
		rng.Key{Seed: 7, Draw: uint32(part)}.Ints(which, patterns)
		for i, k := range which {
			rng.Uniform(pattern, rng.Key{Seed: 8, Row: uint32(k)})
			rng.Uniform(noise, rng.Key{Seed: 9, Row: uint32(i), Site: uint32(part)})
			for j := range noise {
				s.X[i*s.Dim()+j] = uint8(255 * (0.5*pattern[j] + 0.5*noise[j]))
			}
			label(s.Labels, i, int(k)%len(s.Classes))
		}
	}
	return d
}

func label[L uint8 | int32](to []L, i, class int) { to[i] = L(class) }

// trained is a dense network of the synthetic task, and its error on validation rows.
func trained(t *testing.T, d *data.Splits, pool *mat.Pool, epochs int) (nn.Seq, float64) {
	t.Helper()
	return fit(t, dense(d.Train.Dim(), 96, 80, len(d.Train.Classes)), d, pool, epochs)
}

// fit trains a network.
func fit(t *testing.T, net nn.Seq, d *data.Splits, pool *mat.Pool, epochs int) (nn.Seq, float64) {
	t.Helper()
	tr := &train.Trainer{Net: net, Opt: opt.New(opt.Adam{}, opt.Cosine{From: 3e-3, To: 3e-5, Epochs: float64(epochs)}, net),
		Train: d.Train, Valid: d.Valid, Batch: 50, Epochs: epochs, Seed: 1, Pool: pool}
	if err := tr.Start(); err != nil {
		t.Fatal(err)
	}
	if err := tr.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	tr.Finish()
	return net, (&train.Evaluator{Net: net, Pool: pool}).Run(d.Valid, nn.Use, 0).Error
}

// small is options that fit a small task.
func small(d *data.Splits, pool *mat.Pool) Options {
	o := Options{Settings: Defaults()}
	o.Adversary = 0 // half the time
	o.Gate = hard
	o.Active, o.Width, o.Rank, o.Batch, o.Look, o.GaterEpochs, o.Epochs, o.Rate, o.Data, o.Pool, o.Seed = 0.25, 8, 24, 50, 500, 2, 6, 0.05, d, pool, 1
	return o
}

// TestGate: a quarter of the blocks is about as good as all of them were, and far better than what
// is left of a network that is cut without being trained on. The same comes out for any number of
// threads, bit for bit.
func TestGate(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	d := blots(6000)
	net, before := trained(t, d, pool, 4)
	o := small(d, pool)
	n, err := Gate(t.Context(), net, o)
	if err != nil {
		t.Fatal(err)
	}
	e := &train.Evaluator{Net: n.Net}
	got := e.Run(d.Valid, nn.Use, 0)
	t.Logf("dense %.4f, gated %.4f at %.3f of the blocks, %.0f multiply-adds", before, got.Error, got.Active, got.Macs)
	if got.Error > before+0.02 || got.Active < 0.24 || got.Active > 0.26 {
		t.Errorf("dense %.4f, gated %.4f at %.3f of the blocks", before, got.Error, got.Active)
	}
	if cost := nn.CostOf(net); got.Macs > 0.4*float64(cost.All) {
		t.Errorf("%.0f multiply-adds of %d", got.Macs, cost.All)
	}
	if testing.Short() {
		return
	}
	o.Epochs = 0
	cut, err := Gate(t.Context(), net, o)
	if err != nil {
		t.Fatal(err)
	}
	if r := (&train.Evaluator{Net: cut.Net}).Run(d.Valid, nn.Use, 0); r.Error < got.Error+0.03 {
		t.Errorf("control: cut and not trained on, the error is %.4f, trained on %.4f", r.Error, got.Error)
	}
	o = small(d, nil)
	again, err := Gate(t.Context(), net, o)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := weights(n.Net), weights(again.Net); !slices.Equal(a, b) {
		t.Errorf("another number of threads gives other weights")
	}
	o.Seed, o.Epochs = 2, 1
	if other, err := Gate(t.Context(), net, o); err != nil || slices.Equal(weights(n.Net), weights(other.Net)) {
		t.Errorf("control: another seed gives the same weights (%v)", err)
	}
}

func weights(net nn.Layer) (all []mat.Float) {
	for _, p := range nn.Params(net) {
		all = append(all, p.Val.Data...)
	}
	return all
}

// TestGateRefuses what does not go together, and stops when told to.
func TestGateRefuses(t *testing.T) {
	d := data.Synthetic(600, 10, 0, 1)
	good := dense(d.Train.Dim(), 40, 7)
	for want, change := range map[string]func(o *Options, net *nn.Seq){
		"active is 1.5":      func(o *Options, _ *nn.Seq) { o.Active = 1.5 },
		"active is 0":        func(o *Options, _ *nn.Seq) { o.Active = 0 },
		"the network takes":  func(_ *Options, net *nn.Seq) { *net = dense(5, 40, 7) },
		"500 training rows":  func(o *Options, _ *nn.Seq) { o.Batch = 1000 },
		"layer 1 is nn.Tanh": func(_ *Options, net *nn.Seq) { *net = nn.Seq{good[0], nn.Tanh{}, good[2]} },
	} {
		o, net := small(d, nil), good
		change(&o, &net)
		if _, err := Gate(t.Context(), net, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want it to say %q", err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	o := small(d, nil)
	o.Step = func(string, int, int) { cancel() }
	if _, err := Gate(ctx, good, o); err != context.Canceled {
		t.Errorf("interrupted: %v", err)
	}
}
