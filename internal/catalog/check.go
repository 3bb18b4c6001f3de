package catalog

import (
	"fmt"
	"math"
	"reflect"
	"strings"

	"gater/est"
	"gater/internal/network"
)

// Check says what is wrong with the settings, if anything: a Config that passes can be built,
// whoever wrote it.
func (c *Config) Check() error {
	for _, n := range []struct {
		what, name string
		names      []string
	}{
		{"preset", c.Preset, Presets},
		{"optimiser", c.Optimiser, []string{"sgd", "rmsprop", "adam", "adamw"}},
		{"init", c.Init, []string{"he", "paper"}},
	} {
		if err := known(n.what, n.name, n.names); err != nil {
			return err
		}
	}
	if err := within(c.ranges()); err != nil {
		return err
	}
	if err := c.mixable(); err != nil {
		return err
	}
	if c.Teacher == "" && (c.TeacherWeight != 0 || c.Temperature != 0) {
		return fmt.Errorf("teacher-weight and temperature are %v and %v: they say how to learn from a teacher, name one with --teacher", c.TeacherWeight, c.Temperature)
	}
	if c.Refit && c.Patience > 0 {
		return fmt.Errorf("patience is %d: with refit there is nothing to judge by, drop one of them", c.Patience)
	}
	if c.Net != nil {
		return c.checkNet()
	}
	if err := c.checkGates(); err != nil {
		return err
	}
	return c.fits()
}

// Sized says whether inputs and outputs, which come from the data, are there.
func (c *Config) Sized() error {
	if least := c.least(); c.Inputs < 1 || c.Classes < least {
		return fmt.Errorf("a network of %d inputs and %d classes: it needs an input and two classes at least", c.Inputs, c.Classes)
	}
	return nil
}

// checkGates says what is wrong with the settings of a gated layer.
func (c *Config) checkGates() error {
	g, err := FindGate(c.Gate)
	if err != nil {
		return err
	}
	if c.Baseline != "" && c.Gate != "sbn" {
		return fmt.Errorf("gate %s takes no baseline: only sbn does", c.Gate)
	}
	if err := known("baseline", c.Baseline, append([]string{""}, Baselines...)); err != nil {
		return err
	}
	if err := known("mode", c.Mode, []string{"sample", "threshold", "mean"}); err != nil {
		return err
	}
	if _, err := skip(c, g); err != nil {
		return err
	}
	if err := within(c.gateRanges()); err != nil {
		return err
	}
	if err := c.agree(); err != nil {
		return err
	}
	if err := c.estimator(g); err != nil {
		return err
	}
	if n, ok := g.runs(c.Blocks); !ok {
		return fmt.Errorf("gate %s runs the rest of the network %s times a step for %d blocks: take fewer blocks or another gate",
			c.Gate, n, c.Blocks)
	}
	return nil
}

// within says which of some numbers is out of its limits.
func within(all []limits) error {
	for _, r := range all {
		if !(r.v >= r.lo && r.v <= r.hi) {
			return fmt.Errorf("%s is %v: it must be %s", r.name, r.v, r.what)
		}
	}
	return nil
}

// mixable refuses to mix what cannot be mixed.
func (c *Config) mixable() error {
	if c.Mixup == 0 {
		return nil
	}
	if !(c.Mixup >= est.MixupLeast && c.Mixup <= est.MixupMost) {
		return fmt.Errorf("mixup is %v: it must be from %v to %v, such as 0.2, or 0 for none", c.Mixup, est.MixupLeast, est.MixupMost)
	}
	if c.Batch == 1 {
		return fmt.Errorf("mixup is %v: a batch of 1 has no second example, take a larger batch", c.Mixup)
	}
	if c.Net == nil {
		return nil
	}
	return c.Net.Each(func(name string, l network.Layer, _, _ int) error {
		if _, ok := l.(*network.Embedding); ok {
			return fmt.Errorf("mixup is %v: the network looks up vectors by numbers in its input, and these cannot be mixed: drop mixup or the embedding", c.Mixup)
		}
		return nil
	})
}

// estimator refuses settings that the gate's estimator does not take, or that are wrong for it.
func (c *Config) estimator(g *Gate) error {
	for _, name := range []string{"k", "tau", "slope", "alpha", "curve", "groups"} {
		o := options[name]
		if !reflect.ValueOf(o.at(c)).Elem().IsZero() && !g.takes(o) {
			return fmt.Errorf("gate %s takes no %s: %s; gater lab list shows which do", c.Gate, name, g.takesWhat())
		}
	}
	if c.SlopeTo > 0 && !g.takes(options["slope"]) {
		return fmt.Errorf("gate %s takes no slope: drop slope_to, or take st-sigmoid", c.Gate)
	}
	if c.OneHot > 1 && c.Blocks%c.OneHot != 0 {
		return fmt.Errorf("%d blocks are no multiple of groups of %d: take %d or %d blocks",
			c.Blocks, c.OneHot, c.Blocks/c.OneHot*c.OneHot, (c.Blocks/c.OneHot+1)*c.OneHot)
	}
	return est.Check(g.New(c))
}

// limits is what a number may be, both ends included, in words that follow "it must be".
type limits struct {
	name      string
	v, lo, hi float64
	what      string
}

// above is the least number that is more than 0.
const above = math.SmallestNonzeroFloat64

// most is more than anyone wants of a count.
const most = 1 << 20

func (c *Config) ranges() []limits {
	return []limits{
		{"dropout", c.Dropout, 0, 0.99, "a share of the inputs below 1, such as 0.2"},
		{"hidden-dropout", c.Hidden, 0, 0.99, "a share of the units below 1, such as 0.2"},
		{"label-smoothing", c.Smoothing, 0, 0.99, "a share below 1, such as 0.1"},
		{"adversary", c.Adversary, 0, 1, "a change of a pixel, at most 1, such as 0.1, or 0 for none"},
		{"teacher-weight", c.TeacherWeight, 0, 1, "a share of the loss, such as 0.5, or 0 for a half"},
		{"temperature", c.Temperature, 0, 1e6, "a temperature above 0, or 0 for 2"},
		{"inputs", float64(c.Inputs), 0, most, "a number of pixels"},
		{"classes", float64(c.Classes), 0, 1 << 12, "a number of classes"},
		{"rate", c.Rate, above, 1e6, "a learning rate above 0, such as 0.1"},
		{"rate_to", c.RateTo, 0, 1e6, "a learning rate, or 0"},
		{"rate_decay", c.RateDecay, 0, 1, "a factor, at most 1"},
		{"gater-rate", c.GaterRate, 0, 1e9, "a factor on the learning rate"},
		{"momentum", c.Momentum, 0, 1 - 1e-9, "at least 0 and below 1"},
		{"momentum_from", c.MomentumFrom, 0, 1 - 1e-9, "at least 0 and below 1"},
		{"momentum_over", c.MomentumOver, 0, most, "a number of epochs"},
		{"weight-decay", c.WeightDecay, 0, 1e9, "a factor, or 0 for none"},
		{"max-norm", c.MaxNorm, 0, 1e9, "a norm, or 0 for none"},
		{"average", c.Average, 0, 1 - 1e-9, "a decay a step, below 1, such as 0.999, or 0 for none"},
		{"batch", float64(c.Batch), 1, most, "a number of examples, such as 128"},
		{"epochs", float64(c.Epochs), 1, most, "a number of epochs, such as 20"},
		{"patience", float64(c.Patience), 0, most, "a number of epochs, or 0 for never"},
	}
}

// gateRanges is limits on the settings of a gated layer.
func (c *Config) gateRanges() []limits {
	all := []limits{
		{"active", c.Active, above, 1, "a share of the blocks, more than 0 and at most 1, such as 0.1"},
		{"active-from", c.ActiveFrom, 0, 1, "a share of the blocks above active, or 0 for active from the start"},
		{"active-over", c.ActiveOver, 0, most, "a number of epochs, or 0 for half of them"},
		{"opening", c.Opening, 0, 0.99, "a share of the blocks below 1, or 0 for the gate's own"},
		{"blocks", float64(c.Blocks), 1, most, "a number of blocks, such as 64"},
		{"width", float64(c.Width), 1, most, "the units of a block, such as 32"},
		{"penalty", c.Penalty, 0, 1e9, "a weight, or 0 for none"},
		{"power", c.Power, 0, 1, "between 0 and 1"},
		{"per-unit", c.PerUnit, 0, 1e9, "a weight, or 0 for none"},
		{"per-example", c.PerExample, 0, 1e9, "a weight, or 0 for none"},
		{"variance", c.Variance, 0, 1e9, "a weight, or 0 for none"},
		{"revive", c.Revive, 0, 1, "a share of the examples, or 0 for off"},
	}
	if c.Beta != 0 {
		all = append(all, limits{"beta", c.Beta, 1 + 1e-9, 1e6, "above 1, or 0 for none"})
	}
	all = append(all, c.estimatorRanges()...)
	for _, n := range c.Above {
		all = append(all, limits{"above", float64(n), 1, most, "the widths of layers, such as 256"})
	}
	for _, n := range c.Gater {
		all = append(all, limits{"gater", float64(n), 1, most, "the widths of hidden layers, such as 400 or 64,32"})
	}
	return all
}

// estimatorRanges is limits on what estimators take.
func (c *Config) estimatorRanges() []limits {
	return []limits{
		{"noise", c.Noise, 0, 1e9, "a standard deviation, or 0 for the gate's own"},
		{"noise_to", c.NoiseTo, 0, 1, "a share of the noise, or 0 to keep all of it"},
		{"exponent", c.Exponent, 0, 1, "between 0 and 1, or 0 for the gate's own"},
		{"samples", float64(c.Samples), 0, 1 << 12, "a number of draws, or 0 for the gate's own"},
		{"tau", c.Tau, 0, 1e9, "a temperature above 0, or 0 for the gate's own"},
		{"tau_to", c.TauTo, 0, 1e9, "a temperature above 0, or 0 to stay at tau"},
		{"slope_to", c.SlopeTo, 0, 1e9, "a slope above 0, or 0 to stay at slope"},
		{"alpha", c.Alpha, 0, 1, "at most 1, such as 0.5, or 0 for the gate's own"},
		{"slope", c.Slope, 0, 1e9, "a slope above 0, or 0 for the gate's own"},
		{"one_hot", float64(c.OneHot), 0, most, "the columns of a group, or 0 for bits"},
	}
}

// agree refuses settings that are right one by one and do not go together.
func (c *Config) agree() error {
	if c.Revive > 0 && c.Revive >= c.Active {
		return fmt.Errorf("revive is %v: it must be below the share of blocks to be active, %v", c.Revive, c.Active)
	}
	if c.ActiveFrom > 0 && c.ActiveFrom <= c.Active {
		return fmt.Errorf("active-from is %v: it falls to active, %v, and must be above", c.ActiveFrom, c.Active)
	}
	if c.ActiveFrom > 0 && !c.Adaptive {
		return fmt.Errorf("active-from is %v: the penalty that holds gate %s has one target throughout, take nr", c.ActiveFrom, c.Gate)
	}
	if c.ActiveFrom == 0 && c.ActiveOver > 0 {
		return fmt.Errorf("active-over is %v: it says how long the share falls, say from what by active-from", c.ActiveOver)
	}
	if c.Beta > 0 && c.Active >= 1 {
		return fmt.Errorf("beta is %v: that noise needs --active below 1", c.Beta)
	}
	if c.Opening > 0 && (c.Init != "he" || rectifies(c.Gate) && !strings.HasPrefix(c.Gate, "nr")) {
		return fmt.Errorf("opening is %v: gate %s of this preset has no such start, drop it", c.Opening, c.Gate)
	}
	if c.NoiseTo > 0 && c.Gate != "nr" {
		return fmt.Errorf("noise_to is %v: gate %s has no noise that fades, take nr", c.NoiseTo, c.Gate)
	}
	if c.TauTo > 0 && c.TauTo > c.Tau {
		return fmt.Errorf("tau_to is %v: it needs a tau above it to fall from", c.TauTo)
	}
	if c.Norm != "" {
		if err := known("norm", c.Norm, []string{"layer", "rms"}); err != nil {
			return err
		}
	}
	if len(c.Above) > 16 {
		return fmt.Errorf("above has %d layers: take 16 at most", len(c.Above))
	}
	if len(c.Gater) > 16 {
		return fmt.Errorf("gater has %d hidden layers: take 16 at most", len(c.Gater))
	}
	return nil
}

// fits refuses what no memory holds.
func (c *Config) fits() error {
	const many = 1 << 28 // a gigabyte of float32
	weights, batch := 0.0, float64(c.Batch)*float64(c.Inputs)
	d := c.Describe()
	last := float64(c.Inputs)
	err := d.Each(func(_ string, l network.Layer, in, out int) error {
		weights += l.Weights(in)
		last = float64(out)
		batch += float64(c.Batch) * last
		return nil
	})
	if weights += last * float64(c.Classes); weights > many {
		return fmt.Errorf("the network would have %.0f million weights: take fewer blocks or a smaller width", weights/1e6)
	}
	if batch > many {
		return fmt.Errorf("a batch would hold %.0f million numbers: take a smaller batch or fewer blocks", batch/1e6)
	}
	return err
}

// runs is how often the gate runs the rest of the network a step, in words, and whether that is
// bearable.
func (g *Gate) runs(blocks int) (string, bool) {
	n := g.About().Runs(blocks)
	if n > 1<<est.MaxEnumerate {
		return fmt.Sprintf("more than 2^%d", est.MaxEnumerate), false
	}
	return fmt.Sprint(n), n <= 1<<12
}
