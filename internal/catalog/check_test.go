package catalog_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
)

// TestCheck: what cannot be trained is refused in one line that names the setting and says what it
// may be.
func TestCheck(t *testing.T) {
	type config = catalog.Config
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		set  func(c *config)
		want string // "" for none
	}{
		{func(c *config) {}, ""},
		{func(c *config) { c.Gate = "foo" }, `unknown gate "foo": choose one of sbn, st, st-sigmoid,`},
		{func(c *config) { c.Preset = "foo" }, `unknown preset "foo": choose one of blocks, paper`},
		{func(c *config) { c.Mode = "" }, `unknown mode "": choose one of sample, threshold, mean`},
		{func(c *config) { c.Optimiser = "x" }, `unknown optimiser "x": choose one of sgd, rmsprop, adam, adamw`},
		{func(c *config) { c.Init = "x" }, `unknown init "x": choose one of he, paper`},
		{func(c *config) { c.Gate, c.Baseline = "sbn", "x" }, `unknown baseline "x": choose one of`},
		{func(c *config) { c.Gate, c.Baseline = "sbn", "mean" }, ""},
		{func(c *config) { c.Baseline = "mean" }, "gate nr takes no baseline: only sbn does"},
		{func(c *config) { c.Skip = "x" }, `unknown skip "x": choose one of auto, everything, forward, nothing`},
		{func(c *config) { c.Skip = "nothing" }, ""},
		{func(c *config) { c.Gate, c.Skip = "st", "everything" }, "gate st lets a network skip forward only in training, not everything: choose one of sbn, st-open, sts,"},
		{func(c *config) { c.Gate, c.Skip = "sigmoid", "forward" }, "gate sigmoid lets a network skip nothing in training, not forward only: choose one of sbn, st,"},
		{func(c *config) { c.Active = 0 }, "active is 0: it must be a share of the blocks"},
		{func(c *config) { c.Active = 1.5 }, "active is 1.5: it must be"},
		{func(c *config) { c.Active = nan }, "active is NaN: it must be"},
		{func(c *config) { c.Active = 1 }, ""},
		{func(c *config) { c.Blocks = 0 }, "blocks is 0: it must be"},
		{func(c *config) { c.Width = -1 }, "width is -1: it must be"},
		{func(c *config) { c.Gater = []int{4, 0} }, "gater is 0: it must be"},
		{func(c *config) { c.Gater = []int{} }, ""},
		{func(c *config) { c.Above = []int{256, 0} }, "above is 0: it must be"},
		{func(c *config) { c.Above = slices.Repeat([]int{2}, 17) }, "above has 17 layers: take 16 at most"},
		{func(c *config) { c.Gater = slices.Repeat([]int{2}, 17) }, "gater has 17 hidden layers: take 16 at most"},
		{func(c *config) { c.Batch = 0 }, "batch is 0: it must be"},
		{func(c *config) { c.Epochs = 0 }, "epochs is 0: it must be"},
		{func(c *config) { c.Patience = -1 }, "patience is -1: it must be"},
		{func(c *config) { c.Rate = 0 }, "rate is 0: it must be"},
		{func(c *config) { c.Rate = inf }, "rate is +Inf: it must be"},
		{func(c *config) { c.RateTo = -1 }, "rate_to is -1: it must be"},
		{func(c *config) { c.Momentum = 1 }, "momentum is 1: it must be at least 0 and below 1"},
		{func(c *config) { c.WeightDecay = -1 }, "weight-decay is -1: it must be"},
		{func(c *config) { c.MaxNorm = -1 }, "max-norm is -1: it must be"},
		{func(c *config) { c.Average = 1 }, "average is 1: it must be a decay a step, below 1, such as 0.999"},
		{func(c *config) { c.Average = 0.999 }, ""},
		{func(c *config) { c.Penalty = inf }, "penalty is +Inf: it must be"},
		{func(c *config) { c.Variance = nan }, "variance is NaN: it must be"},
		{func(c *config) { c.PerUnit = -1 }, "per-unit is -1: it must be"},
		{func(c *config) { c.PerExample = -1 }, "per-example is -1: it must be"},
		{func(c *config) { c.Noise = -1 }, "noise is -1: it must be"},
		{func(c *config) { c.ActiveFrom = 2 }, "active-from is 2: it must be a share of the blocks above active"},
		{func(c *config) { c.ActiveFrom = 0.1 }, "active-from is 0.1: it falls to active, 0.1, and must be above"},
		{func(c *config) { c.ActiveOver = 3 }, "active-over is 3: it says how long the share falls, say from what by active-from"},
		{func(c *config) { c.ActiveFrom, c.ActiveOver = 0.5, 3 }, ""},
		{func(c *config) { c.ActiveFrom, c.Adaptive = 0.5, false }, "active-from is 0.5: the penalty that holds gate nr has one target throughout, take nr"},
		{func(c *config) { c.Opening = 1 }, "opening is 1: it must be a share of the blocks below 1"},
		{func(c *config) { c.Gate, c.Opening = "rectifier", 0.1 }, "opening is 0.1: gate rectifier of this preset has no such start"},
		{func(c *config) { c.Opening = 0.1 }, ""},
		{func(c *config) { c.NoiseTo = 2 }, "noise_to is 2: it must be a share of the noise"},
		{func(c *config) { c.Gate, c.NoiseTo = "st", 0.1 }, "noise_to is 0.1: gate st has no noise that fades, take nr"},
		{func(c *config) { c.Exponent = -1 }, "exponent is -1: it must be"},
		{func(c *config) { c.Dropout = 1 }, "dropout is 1: it must be"},
		{func(c *config) { c.Norm = "rms" }, ""},
		{func(c *config) { c.Norm = "batch" }, `unknown norm "batch": choose one of layer, rms`},
		{func(c *config) { c.Hidden = -0.1 }, "hidden-dropout is -0.1: it must be"},
		{func(c *config) { c.Smoothing = 1 }, "label-smoothing is 1: it must be"},
		{func(c *config) { c.Adversary = nan }, "adversary is NaN: it must be"},
		{func(c *config) { c.Mixup = 0.2 }, ""},
		{func(c *config) { c.Mixup = -1 }, "mixup is -1: it must be from 0.01 to 100, such as 0.2, or 0 for none"},
		{func(c *config) { c.Mixup = nan }, "mixup is NaN: it must be"},
		{func(c *config) { c.Mixup, c.Batch = 0.2, 1 }, "mixup is 0.2: a batch of 1 has no second example"},
		{func(c *config) { c.Mixup = 0.2; c.Embed([]int{3}, []int{4}) }, "mixup is 0.2: the network looks up vectors by numbers in its input"},
		{func(c *config) { c.Gate, c.TauTo = "concrete", 0.1 }, "tau_to is 0.1: it needs a tau above it to fall from"},
		{func(c *config) { c.Gate, c.SlopeTo = "st-sigmoid", -1 }, "slope_to is -1: it must be a slope above 0"},
		{func(c *config) { c.Gate, c.SlopeTo = "st-sigmoid", 5 }, ""},
		{func(c *config) { c.SlopeTo = 5 }, "gate nr takes no slope: drop slope_to, or take st-sigmoid"},
		{func(c *config) { c.Tau = 0.5 }, "gate nr takes no tau: its settings are noise; gater lab list shows which do"},
		{func(c *config) { c.Gate, c.Samples = "rloo", 1 }, "est: RLOO: K is 1: it must be 2 or more, or take Reinforce"},
		{func(c *config) { c.Gate, c.Tau = "reinmax", 0.5 }, "est: ReinMax: τ is 0.5 at epoch 0: it must be 1 or more throughout"},
		{func(c *config) { c.Gate, c.Tau = "concrete", -1 }, "tau is -1: it must be a temperature above 0"},
		{func(c *config) { c.Gate, c.Alpha = "reinmax", 0.5 }, ""},
		{func(c *config) { c.Gate, c.Alpha = "reinmax", 2 }, "alpha is 2: it must be at most 1, such as 0.5"},
		{func(c *config) { c.Gate, c.Curve = "surrogate", "x" }, `est: Surrogate: unknown curve "x": choose one of`},
		{func(c *config) { c.Gate, c.OneHot = "disarm", 4 }, "gate disarm takes no groups: it has no settings"},
		{func(c *config) { c.Gate, c.OneHot = "st", 1 }, "est: Categorical: K is 1: a group needs 2 columns or more"},
		{func(c *config) { c.Gate, c.OneHot = "st", 7 }, "64 blocks are no multiple of groups of 7: take 63 or 70 blocks"},
		{func(c *config) { c.Gate, c.OneHot = "st", 8 }, ""},
		{func(c *config) { c.Beta = 0.5 }, "beta is 0.5: it must be above 1"},
		{func(c *config) { c.Beta, c.Active = 40, 1 }, "beta is 40: that noise needs --active below 1"},
		{func(c *config) { c.Revive = 0.1 }, "revive is 0.1: it must be below the share of blocks to be active, 0.1"},
		{func(c *config) { c.Revive = 0.05 }, ""},
		{func(c *config) { c.Gate, c.Blocks = "enumerate", 64 }, "gate enumerate runs the rest of the network more than 2^20 times a step for 64 blocks: take fewer blocks"},
		{func(c *config) { c.Gate, c.Blocks = "enumerate", 13 }, "gate enumerate runs the rest of the network 8193 times"},
		{func(c *config) { c.Gate, c.Blocks = "enumerate", 8 }, ""},
		{func(c *config) { c.Gate, c.Blocks = "finite-difference", 5000 }, "gate finite-difference runs the rest of the network 5001 times"},
		{func(c *config) { c.Blocks, c.Width = 1<<20, 1<<20 }, "million weights: take fewer blocks or a smaller width"},
		{func(c *config) { c.Blocks, c.Gater = 1<<17, []int{1 << 17} }, "million weights: take fewer blocks"},
		{func(c *config) { c.Batch = 1 << 20 }, "million numbers: take a smaller batch"},
		{func(c *config) { c.Inputs = -5 }, "inputs is -5: it must be"},
	} {
		k, err := catalog.Preset("blocks", "nr")
		if err != nil {
			t.Fatal(err)
		}
		k.Inputs, k.Classes = 784, 10
		c.set(k)
		got := k.Check()
		if c.want == "" {
			if got != nil {
				t.Errorf("%v", got)
			}
			continue
		}
		if !strings.Contains(fmt.Sprint(got), c.want) || strings.Contains(fmt.Sprint(got), "\n") {
			t.Errorf("%v, want %q", got, c.want)
		}
		if _, err := catalog.Build(k); fmt.Sprint(err) != fmt.Sprint(got) {
			t.Errorf("Build says %v, Check %v", err, got)
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, c := range []struct{ preset, gate, want string }{
		{"foo", "", `unknown preset "foo": choose one of blocks, paper`},
		{"blocks", "foo", `unknown gate "foo": choose one of sbn, st,`},
		{"paper", "foo", `unknown gate "foo": choose one of sbn, st,`},
	} {
		if _, err := catalog.Preset(c.preset, c.gate); !strings.HasPrefix(fmt.Sprint(err), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	k := small(t, "blocks", "nr")
	k.Inputs = 0
	if _, err := catalog.Build(k); err == nil {
		t.Error("a network without inputs is built")
	}
}
