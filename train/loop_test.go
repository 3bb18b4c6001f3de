package train_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// still is settings under which nothing is learnt.
func still(c *catalog.Config) { c.Rate, c.RateTo, c.RateDecay, c.MaxNorm, c.Epochs = 1e-30, 0, 0, 0, 9 }

func TestPatience(t *testing.T) {
	for _, c := range []struct{ patience, want int }{{0, 9}, {1, 2}, {3, 4}, {20, 9}} {
		r := start(t, config(t, "blocks", "sigmoid", func(k *catalog.Config) { still(k); k.Patience = c.patience }), tiny, nil)
		r.steps(t, 1e6)
		if len(r.epochs) != c.want || !r.Done() {
			t.Errorf("patience %d: %d epochs, want %d", c.patience, len(r.epochs), c.want)
		}
	}
	r := start(t, config(t, "blocks", "nr", func(k *catalog.Config) { k.Dropout, k.Patience, k.Epochs = 0, 1, 4; easy(k) }), simple, nil)
	r.steps(t, 1e6)
	if len(r.epochs) < 2 || r.epochs[1].Deployed.Error > 0.98*r.epochs[0].Deployed.Error {
		t.Fatalf("nothing is learnt: %+v", r.epochs)
	}
	if len(r.epochs) < 3 {
		t.Errorf("stopped in the middle of learning, after %d epochs", len(r.epochs))
	}
}

// TestLast: a trainer that keeps the last network does so where a better one came before.
func TestLast(t *testing.T) {
	for last, want := range map[bool]int{false: 1, true: 9} {
		r := start(t, config(t, "blocks", "sigmoid", still), tiny, nil) // all epochs are alike: the first is kept
		r.Last = last
		r.steps(t, 1e6)
		if got := r.Progress.BestEpoch; got != want {
			t.Errorf("last %v: epoch %d is kept, want %d", last, got, want)
		}
	}
}

// TestBest: the network of the best epoch is put back, whatever came after.
func TestBest(t *testing.T) {
	r := start(t, config(t, "blocks", "nr", easy), simple, nil)
	keep, seen := r.OnEpoch, map[string][]uint64{}
	r.OnEpoch = func(p *train.Progress, e *train.Summary) error {
		if e.Epoch == 2 {
			maps.Copy(seen, r.bits())
			for _, x := range nn.Params(r.Net) {
				x.Val.Zero()
			}
		}
		return keep(p, e)
	}
	r.steps(t, 1e6)
	if p := r.Progress; p.BestEpoch != 2 || p.BestError != r.epochs[1].Deployed.Error {
		t.Fatalf("the best epoch is %d (%v), want 2 (%v)", p.BestEpoch, p.BestError, r.epochs[1].Deployed.Error)
	}
	var marks []bool
	for _, e := range r.epochs {
		marks = append(marks, e.Best)
	}
	if !slices.Equal(marks, []bool{true, true, false}) {
		t.Errorf("best epochs are %v", marks)
	}
	if d := differ(only(seen, "net."), only(r.bits(), "net.")); d == nil {
		t.Error("control: the last network is the best one")
	}
	thetas := r.Finish()
	if d := differ(only(seen, "net."), only(r.bits(), "net.")); d != nil {
		t.Errorf("after Finish %q are not those of epoch 2", d)
	}
	if thetas[0] != r.epochs[1].Thetas[0] {
		t.Errorf("threshold %v, want %v as after epoch 2", thetas[0], r.epochs[1].Thetas[0])
	}
}

// TestBestByLoss: of epochs with the same error the one with the lower loss is the best.
func TestBestByLoss(t *testing.T) {
	for factor, want := range map[mat.Float][]bool{0.5: {true, true, true}, 2: {true, false, false}} {
		r := start(t, config(t, "blocks", "sigmoid", func(c *catalog.Config) { still(c); c.Epochs, c.Seed = 3, 2 }), tiny, nil)
		var marks []bool
		var errs []float64
		r.OnEpoch = func(_ *train.Progress, e *train.Summary) error {
			marks, errs = append(marks, e.Best), append(errs, e.Deployed.Error)
			var out *nn.Param
			for name, p := range nn.Params(r.Net) {
				if strings.HasSuffix(name, "weight") {
					out = p // the last one
				}
			}
			for i := range out.Val.Data { // no other class is the likeliest, but all are more or less so
				out.Val.Data[i] *= factor
			}
			return nil
		}
		r.steps(t, 1e6)
		if errs[0] != errs[1] || errs[1] != errs[2] || !slices.Equal(marks, want) {
			t.Errorf("factor %v: best epochs are %v, want %v; errors %v", factor, marks, want, errs)
		}
	}
}

func only(all map[string][]uint64, prefix string) map[string][]uint64 {
	some := maps.Clone(all)
	maps.DeleteFunc(some, func(name string, _ []uint64) bool { return !strings.HasPrefix(name, prefix) })
	return some
}

func TestDiverged(t *testing.T) {
	nan := mat.Float(math.NaN())
	for _, c := range []struct {
		name, want string
		set        func(c *catalog.Config)
		spoil      func(r *run)
	}{
		// Soft gates and linear experts: hard ones would shut at once, and nothing is left to diverge.
		{"huge rate", "in epoch 1, step ", func(c *catalog.Config) {
			c.Gate, c.Mode, c.Penalty, c.Adaptive, c.Active = "sigmoid", "mean", 0, false, 1
			c.Rectify = false
			c.Rate, c.RateTo, c.MaxNorm, c.Optimiser = 1e6, 0, 0, "sgd"
		}, nil},
		{"NaN in an expert", "in epoch 1, step 1", nil, func(r *run) { r.Gates[0].Layer.W.Val.Data[3] = nan }},
		// A gate that is NaN is shut: its units say so in the loss.
		{"NaN in a gate", "the loss is NaN in epoch 1, step 1", func(c *catalog.Config) { c.Gate, c.Penalty, c.Adaptive = "st", 0, false },
			func(r *run) { lastParam(r).Val.Fill(nan) }},
		// An expert behind a gate that never opens is not read, and so the loss stays finite.
		{"NaN that sleeps", "a weight is not a number after epoch 1", func(c *catalog.Config) { c.Gate, c.Penalty, c.Adaptive = "sbn", 0, false },
			func(r *run) { lastParam(r).Val.Data[0] = -1e9; r.Gates[0].Layer.W.Val.Data[0] = nan }},
		{"none", "", nil, nil},
	} {
		r := start(t, config(t, "blocks", "nr", c.set), tiny, nil)
		if c.spoil != nil {
			c.spoil(r)
		}
		err := r.Run(context.Background())
		if c.want == "" {
			if err != nil {
				t.Errorf("control: %v", err)
			}
			continue
		}
		if !errors.Is(err, train.ErrDiverged) || !strings.Contains(fmt.Sprint(err), c.want) || !strings.HasSuffix(err.Error(), "lower the learning rate") {
			t.Errorf("%s: %v", c.name, err)
		}
		if len(r.epochs) != 0 {
			t.Errorf("%s: an epoch was recorded", c.name)
		}
	}
}

// lastParam is the bias that the gates' inputs end with.
func lastParam(r *run) (last *nn.Param) {
	for name, p := range nn.Params(r.Net) {
		if strings.Contains(name, "gate.") {
			last = p
		}
	}
	return last
}

// TestActive: the share of open gates is counted, also where shut blocks are computed all the same.
func TestActive(t *testing.T) {
	for gate, want := range map[string]float64{"st": 0.4, "st-open": 0.4, "sbn": 0.4, "sigmoid": 1} {
		r := start(t, config(t, "blocks", gate, func(c *catalog.Config) { still(c); c.Epochs, c.Penalty = 1, 0; c.Active = 0.4 }), tiny, nil)
		r.steps(t, 1e6)
		if got := r.epochs[0].Active; math.Abs(got-want) > 0.1 {
			t.Errorf("%s: %v of the blocks are open in training, want about %v", gate, got, want)
		}
	}
}

func TestTooFewExamples(t *testing.T) {
	few := data.Synthetic(6, 1, 0, 1)
	tr := &train.Trainer{Train: few.Train, Batch: 16}
	if err := tr.Start(); err == nil || !strings.Contains(err.Error(), "has 5 training examples, fewer than one batch of 16: lower the batch size") {
		t.Errorf("%v", err)
	}
}
