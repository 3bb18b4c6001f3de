// Package catalog turns names into things: gates, presets and settings into networks. It is the
// one place outside package est that knows the names of estimators.
package catalog

import (
	"fmt"
	"slices"
	"strings"

	"gater/est"
	"gater/nn"
)

// Gate is an entry of the catalogue: a way to make gates and to train them.
type Gate struct {
	Name string
	Doc  string // a line for people
	New  func(c *Config) est.Estimator
	Mode string // how a network is deployed unless the user says otherwise
}

// About is what the gate's estimator promises.
func (g *Gate) About() est.About { return g.New(&Config{}).About() }

// Gates is the catalogue, in the order in which people read it.
var Gates = []Gate{
	{"sbn", "stochastic binary neurons, unbiased estimator (h−p)(L−b)", newReinforce, "threshold"},
	{"st", "straight-through: the gradient passes as if the gate were the identity",
		func(c *Config) est.Estimator { return est.StraightThrough{Discrete: c.discrete()} }, "threshold"},
	{"st-sigmoid", "straight-through times the derivative of the sigmoid",
		func(c *Config) est.Estimator {
			return est.StraightThroughSigmoid{Discrete: c.discrete(), Slope: c.slope()}
		}, "threshold"},
	{"predicted", "sbn's estimate, predicted from st-sigmoid's by a line that is fitted in training",
		func(c *Config) est.Estimator {
			return est.Predicted{Baseline: &est.MinVariance{}, Line: &est.Line{Decay: 0.99}}
		}, "threshold"},
	{"st-clipped", "straight-through where |a| ≤ 1",
		func(c *Config) est.Estimator { return est.StraightThroughClipped{Discrete: c.discrete()} }, "threshold"},
	{"st-open", "straight-through where the gate fired; trains sparsely",
		func(c *Config) est.Estimator { return est.StraightThroughOpen{Discrete: c.discrete()} }, "threshold"},
	{"sts", "stochastic times smooth, as in the paper's equation",
		func(c *Config) est.Estimator { return est.TimesSmooth{R: c.Exponent} }, "threshold"},
	{"sts-code", "stochastic times smooth, as in the paper's released code",
		func(c *Config) est.Estimator { return est.TimesSmoothCode{R: c.Exponent} }, "threshold"},
	{"nr", "noisy rectifier, Gaussian noise",
		func(c *Config) est.Estimator { return est.NoisyRectifier{Std: c.Noise, Fade: c.fade()} }, "threshold"},
	{"nr-logistic", "noisy rectifier, logistic noise",
		func(*Config) est.Estimator { return est.NoisyRectifier{Logistic: true} }, "threshold"},
	{"dropout", "rectifier with dropout noise after it",
		func(*Config) est.Estimator { return est.DropoutRectifier{} }, "threshold"},
	{"rectifier", "rectifier without noise",
		func(*Config) est.Estimator { return est.Rectifier{} }, "threshold"},
	{"sigmoid", "soft gates: never shut in training",
		func(*Config) est.Estimator { return est.Sigmoid{} }, "mean"},
	{"sigmoid-noise", "soft gates with Gaussian noise in training",
		func(c *Config) est.Estimator { return est.SigmoidNoise{Std: c.Noise} }, "mean"},
	{"spsa", "soft gates trained by simultaneous perturbation",
		func(*Config) est.Estimator { return est.SPSA{} }, "mean"},
	{"fiete-seung", "soft gates trained by correlating the loss with small noise",
		func(*Config) est.Estimator { return est.FieteSeung{} }, "mean"},
	{"finite-difference", "soft gates trained by one perturbation a gate; small nets only",
		func(*Config) est.Estimator { return est.FiniteDifference{} }, "mean"},
	{"ar", "augment-REINFORCE: one sample of ARM's two; for comparison",
		func(*Config) est.Estimator { return est.AR{} }, "threshold"},
	{"arm", "antithetic pair weighed by its uniform; unbiased, black box",
		func(*Config) est.Estimator { return est.ARM{} }, "threshold"},
	{"disarm", "antithetic pair, never of higher variance than arm; unbiased, black box",
		func(*Config) est.Estimator { return est.DisARM{} }, "threshold"},
	{"disarm-sb", "disarm of a stick broken by decisions, for gates in groups; unbiased, black box",
		func(c *Config) est.Estimator { return est.CategoricalDisARM{Discrete: c.discrete()} }, "threshold"},
	{"disarm-tree", "the same with decisions between halves; unbiased, black box",
		func(c *Config) est.Estimator { return est.CategoricalDisARM{Discrete: c.discrete(), Halves: true} }, "threshold"},
	{"ars", "outcomes changed for a reference by swaps of exponentials, arm being its mean; unbiased, black box",
		func(c *Config) est.Estimator { return est.ARS{Discrete: c.discrete()} }, "threshold"},
	{"arsm", "ars over all references; a run a pair of outcomes; unbiased, black box",
		func(c *Config) est.Estimator { return est.ARSM{Discrete: c.discrete()} }, "threshold"},
	{"sum-and-sample", "the K likeliest outcomes of all gates summed, one sample for the rest; unbiased, black box",
		func(c *Config) est.Estimator { return est.SumAndSample{Discrete: c.discrete(), K: c.Samples} }, "threshold"},
	{"unordered-set", "K different samples, without replacement; unbiased, black box",
		func(c *Config) est.Estimator { return est.UnorderedSet{Discrete: c.discrete(), K: c.Samples} }, "threshold"},
	{"bitflip", "one gate or group of an example changed; unbiased, black box",
		func(c *Config) est.Estimator { return est.BitFlip{Discrete: c.discrete()} }, "threshold"},
	{"ugc", "bitflip for gates near 0 or 1, disarm for the others; unbiased, black box",
		func(*Config) est.Estimator { return est.UGC{} }, "threshold"},
	{"measure-valued", "each outcome of each gate from a draw of its own; unbiased, small nets only",
		func(c *Config) est.Estimator { return est.MeasureValued{Discrete: c.discrete()} }, "threshold"},
	{"surrogate", "hard step without noise, a curve for its derivative, as in spiking nets",
		func(c *Config) est.Estimator { return est.Surrogate{Curve: c.Curve, Sharpness: c.Slope} }, "threshold"},
	{"subset", "exactly so many gates as are to be active, gradient through their exact marginals (SIMPLE)",
		func(c *Config) est.Estimator { return est.SIMPLE{Subset: est.Subset{K: c.open()}} }, "threshold"},
	{"imle", "perturb and take the likeliest, beside the likeliest against the gradient (I-MLE)",
		func(c *Config) est.Estimator { return est.IMLE{Perturbed: est.Perturbed{Group: c.OneHot}} }, "threshold"},
	{"imle-subset", "the same with exactly so many gates as are to be active",
		func(c *Config) est.Estimator { return est.IMLE{Perturbed: est.Perturbed{K: c.open()}} }, "threshold"},
	{"arms", "several samples that repel each other, two being disarm; unbiased, black box",
		func(c *Config) est.Estimator { return est.ARMS{N: c.Samples} }, "threshold"},
	{"carms", "arms of a stick broken by decisions, for gates in groups; unbiased, black box",
		func(c *Config) est.Estimator { return est.CARMS{Discrete: c.discrete(), N: c.Samples} }, "threshold"},
	{"double-cv", "leave-one-out less what the slopes of the loss know, twice; unbiased",
		func(c *Config) est.Estimator {
			return est.DoubleCV{Discrete: c.discrete(), K: c.Samples, Eta: &est.Eta{}}
		}, "threshold"},
	{"rodeo", "double control variates by Stein operators, weights learnt from past draws; unbiased",
		func(c *Config) est.Estimator {
			return est.RODEO{Discrete: c.discrete(), K: c.Samples, Fit: &est.LeastSquares{}}
		}, "threshold"},
	{"combine", "disarm and bitflip, in groups disarm-sb and rloo, mixed gate by gate by what they are worth; unbiased, black box",
		newCombine, "threshold"},
	{"enumerate", "stochastic binary neurons, exact gradient by enumeration; small nets only",
		func(c *Config) est.Estimator { return est.Enumerate{Discrete: c.discrete()} }, "threshold"},
	{"local", "local expectations: every gate flipped in turn, unbiased",
		func(c *Config) est.Estimator { return est.LocalExpectations{Discrete: c.discrete()} }, "threshold"},
	{"rloo", "K samples, each with the others' mean loss for its baseline, unbiased",
		func(c *Config) est.Estimator { return est.RLOO{Discrete: c.discrete(), K: c.Samples} }, "threshold"},
	{"muprop", "score function less a first-order expansion around the mean, unbiased",
		func(c *Config) est.Estimator {
			return est.MuProp{Discrete: c.discrete(), Baseline: &est.MeanLoss{}, Eta: &est.Eta{}}
		}, "threshold"},
	{"rebar", "score function less the relaxed loss, unbiased",
		func(c *Config) est.Estimator {
			return est.REBAR{Discrete: c.discrete(), Tau: c.tau(), Eta: &est.Eta{}}
		}, "threshold"},
	{"relax", "rebar and a network, trained to lower the variance; unbiased",
		func(c *Config) est.Estimator {
			return est.RELAX{REBAR: est.REBAR{Discrete: c.discrete(), Tau: c.tau(), Eta: &est.Eta{}}, Critic: &est.Critic{}}
		}, "threshold"},
	{"lax", "a network for a control variate, trained to lower the variance; unbiased, from losses alone",
		func(c *Config) est.Estimator {
			return est.RELAX{REBAR: est.REBAR{Discrete: c.discrete()}, Critic: &est.Critic{}, BlackBox: true}
		}, "threshold"},
	{"nvil", "sbn with a baseline that is a network on the gates' inputs; unbiased",
		func(c *Config) est.Estimator {
			return est.NVIL{Discrete: c.discrete(), Critic: &est.Critic{}, Moments: &est.Moving{}}
		}, "threshold"},
	{"st-gapped", "straight-through by way of inputs moved until they agree with the gates",
		func(c *Config) est.Estimator {
			return est.GappedStraightThrough{Discrete: c.discrete(), Tau: c.tau()}
		}, "threshold"},
	{"reinmax", "straight-through of second order",
		func(c *Config) est.Estimator {
			return est.ReinMax{Discrete: c.discrete(), Tau: c.tau(), Alpha: c.Alpha}
		}, "threshold"},
	{"concrete", "gates relaxed by logistic noise, or Gumbel-softmax; never shut in training",
		func(c *Config) est.Estimator { return est.Concrete{Discrete: c.discrete(), Tau: c.tau()} }, "threshold"},
	{"st-gumbel", "hard gates, and back through the relaxed ones of the same noise",
		func(c *Config) est.Estimator {
			return est.StraightThroughGumbel{Discrete: c.discrete(), Tau: c.tau()}
		}, "threshold"},
	{"gumbel-rao", "st-gumbel averaged over K draws of the noise given the gates",
		func(c *Config) est.Estimator {
			return est.GumbelRao{Discrete: c.discrete(), Tau: c.tau(), K: c.Samples}
		}, "threshold"},
}

// open is how many gates of an example are to be open, of those that open so many exactly.
func (c *Config) open() int { return max(1, int(c.Active*float64(c.Blocks)+0.5)) }

// FindGate is the gate of a name, or an error that lists the names.
func FindGate(name string) (*Gate, error) {
	for i := range Gates {
		if Gates[i].Name == name {
			return &Gates[i], nil
		}
	}
	return nil, fmt.Errorf("unknown gate %.60q: choose one of %s", name, several(GateNames()))
}

// several is some names for a message that has to stay a line.
func several(names []string) string {
	if len(names) > 12 {
		return strings.Join(names[:12], ", ") + " … (gater lab list shows all)"
	}
	return strings.Join(names, ", ")
}

// GateNames lists the catalogue.
func GateNames() (names []string) {
	for _, g := range Gates {
		names = append(names, g.Name)
	}
	return names
}

// Allowing lists the gates that let a network skip at least so much in training.
func Allowing(s nn.Skip) (names []string) {
	for _, g := range Gates {
		if g.About().Skips >= s {
			names = append(names, g.Name)
		}
	}
	return names
}

// Baselines are the names for Config.Baseline.
var Baselines = []string{"min-variance", "mean", "none"}

func newReinforce(c *Config) est.Estimator {
	switch c.Baseline {
	case "none":
		return est.Reinforce{Discrete: c.discrete()}
	case "mean":
		return est.Reinforce{Discrete: c.discrete(), Baseline: &est.MeanLoss{}}
	}
	return est.Reinforce{Discrete: c.discrete(), Baseline: &est.MinVariance{}}
}

func newCombine(c *Config) est.Estimator {
	d := c.discrete()
	if c.OneHot > 0 {
		return &est.Combine{Discrete: d, Of: []est.Estimator{est.CategoricalDisARM{Discrete: d}, est.RLOO{Discrete: d}}}
	}
	return &est.Combine{Of: []est.Estimator{est.DisARM{}, est.BitFlip{}}}
}

var skips = map[string]nn.Skip{"everything": nn.SkipAll, "forward": nn.SkipForward, "nothing": nn.SkipNothing}

// skip is what Config.Skip asks for, "auto" being all that the gate allows.
func skip(c *Config, g *Gate) (nn.Skip, error) {
	can := g.About().Skips
	if c.Skip == "auto" || c.Skip == "" {
		return can, nil
	}
	want, ok := skips[c.Skip]
	if !ok {
		return 0, fmt.Errorf("unknown skip %.60q: choose one of auto, everything, forward, nothing", c.Skip)
	}
	if want > can {
		return 0, fmt.Errorf("gate %s lets a network skip %s in training, not %s: choose one of %s, or --skip auto",
			g.Name, can, want, several(Allowing(want)))
	}
	return want, nil
}

func known(what, name string, names []string) error {
	if !slices.Contains(names, name) {
		return fmt.Errorf("unknown %s %.60q: choose one of %s", what, name, strings.Join(names, ", "))
	}
	return nil
}

// Hard is the estimator by which gates learn that are 1 where their score is above a threshold, else 0:
// the step's derivative is taken for the sigmoid's. With open, gates that are shut learn nothing.
func Hard(open bool) est.Estimator { return est.Surrogate{Curve: "sigmoid", Open: open} }
