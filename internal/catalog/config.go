package catalog

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gater/est"
	"gater/internal/network"
	"gater/nn"
	"gater/opt"
)

// Config is every setting of a run. It is saved with the run, and with the data and the seed it
// determines the result.
type Config struct {
	Preset string `json:"preset"`
	Data   string `json:"data"`
	Seed   uint64 `json:"seed"`
	// DataSum is the data's checksum (data.Splits.Sum); a run is resumed with the same data alone.
	DataSum string `json:"data_sum"`

	Gate     string  `json:"gate"`
	Baseline string  `json:"baseline,omitempty"` // of gate sbn
	Skip     string  `json:"skip"`               // auto, everything, forward, nothing
	Active   float64 `json:"active"`             // share of blocks to be open; 1 asks for nothing
	Opening  float64 `json:"opening,omitempty"`  // share of blocks open before training; 0: the gate's own

	// ActiveFrom is the share that is asked for when training begins, falling by the same factor every epoch
	// until it is Active after ActiveOver of them; 0: Active from the start. ActiveOver 0 is half of Epochs.
	ActiveFrom float64 `json:"active_from,omitempty"`
	ActiveOver float64 `json:"active_over,omitempty"`

	Mode     string  `json:"mode"`               // sample, threshold, mean
	Noise    float64 `json:"noise,omitempty"`    // standard deviation, of gates that have it
	NoiseTo  float64 `json:"noise_to,omitempty"` // of nr: falling to this share of it over all epochs; 0: constant
	Exponent float64 `json:"exponent,omitempty"` // r of stochastic times smooth
	Samples  int     `json:"samples,omitempty"`  // K, of estimators that average over draws
	Tau      float64 `json:"tau,omitempty"`      // temperature, of relaxations
	TauTo    float64 `json:"tau_to,omitempty"`   // falling to this over all epochs; 0: constant
	Slope    float64 `json:"slope,omitempty"`    // of st-sigmoid
	SlopeTo  float64 `json:"slope_to,omitempty"` // rising to this over all epochs; 0: constant
	OneHot   int     `json:"one_hot,omitempty"`  // gates are one-hot groups of so many; 0: bits
	Alpha    float64 `json:"alpha,omitempty"`    // where ReinMax looks second
	Curve    string  `json:"curve,omitempty"`    // of surrogate, a name in est.Curves

	Blocks  int     `json:"blocks"`
	Width   int     `json:"width"`
	Rectify bool    `json:"rectify"`           // experts are rectified, else linear
	Gater   []int   `json:"gater"`             // widths of the gater's hidden layers
	Linear  bool    `json:"linear"`            // the gater's hidden layers are linear (low rank), else tanh
	Dropout float64 `json:"dropout,omitempty"` // share of the inputs dropped in training
	Norm    string  `json:"norm,omitempty"`    // of the inputs, every row to a common scale: layer, rms; "": none
	Dense   bool    `json:"dense,omitempty"`   // the same net without gates: every unit, always
	Above   []int   `json:"above,omitempty"`   // widths of rectified layers between the experts and the classes
	Classes int     `json:"classes"`           // outputs; set from the data
	Inputs  int     `json:"inputs"`            // set from the data

	Hidden    float64 `json:"hidden_dropout,omitempty"`  // share of the experts' outputs dropped in training
	Smoothing float64 `json:"label_smoothing,omitempty"` // share of the target that goes to all classes alike
	Adversary float64 `json:"adversary,omitempty"`       // ε of adversarial training
	Mixup     float64 `json:"mixup,omitempty"`           // α of mixtures of two examples; 0: none

	// Teacher is the folder of a network to learn from beside the labels, and TeacherSum the checksum of
	// its weights: a run is resumed with the same teacher alone.
	Teacher       string  `json:"teacher,omitempty"`
	TeacherSum    string  `json:"teacher_sum,omitempty"`
	TeacherWeight float64 `json:"teacher_weight,omitempty"` // its share of the loss; 0: a half
	Temperature   float64 `json:"temperature,omitempty"`    // at which it is asked; 0: 2

	Penalty    float64 `json:"penalty"`               // weight of the cross-entropy to Active
	Power      float64 `json:"power,omitempty"`       // of the probability it acts on
	Adaptive   bool    `json:"adaptive,omitempty"`    // adaptive L1 in place of the cross-entropy
	PerUnit    float64 `json:"per_unit,omitempty"`    // weight of the per-unit term of 1511.06297
	PerExample float64 `json:"per_example,omitempty"` // weight of the per-example term
	Variance   float64 `json:"variance,omitempty"`    // weight of the variance term
	Beta       float64 `json:"beta,omitempty"`        // of the Beta noise on the gates' inputs; 0: none
	Revive     float64 `json:"revive,omitempty"`      // firing rate below which a unit is revived; 0: off

	Optimiser    string  `json:"optimiser"` // sgd, rmsprop, adam, adamw
	Rate         float64 `json:"rate"`
	RateTo       float64 `json:"rate_to"`       // cosine to this over all epochs; 0: see RateDecay
	RateDecay    float64 `json:"rate_decay"`    // factor an epoch, when RateTo is 0
	GaterRate    float64 `json:"gater_rate"`    // factor on Rate in the gaters
	Momentum     float64 `json:"momentum"`      // of sgd, at the end of its ramp
	MomentumFrom float64 `json:"momentum_from"` // at the start
	MomentumOver float64 `json:"momentum_over"` // epochs of the ramp
	WeightDecay  float64 `json:"weight_decay"`
	MaxNorm      float64 `json:"max_norm"` // of a unit's incoming weights; 0: none
	Init         string  `json:"init"`     // he, or the paper's
	Batch        int     `json:"batch"`
	Epochs       int     `json:"epochs"`
	Patience     int     `json:"patience"`
	Replace      bool    `json:"replace"`           // batches are drawn with replacement
	Average      float64 `json:"average,omitempty"` // decay a step of averages of the weights, which are kept; 0: none
	Refit        bool    `json:"refit,omitempty"`   // the validation part is trained on too, and the last network kept

	NoTest bool `json:"no_test,omitempty"` // the test part stays unopened when training ends

	// Net is the network where a description of its own was given; the settings of a gated layer
	// above, Norm and Dropout, are then empty.
	Net *network.Description `json:"net,omitempty"`

	// Table is how examples were made, where the data is a table.
	Table *Table `json:"table,omitempty"`
}

// discrete is the law of gates that may be bits or one-hot groups.
func (c *Config) discrete() est.Discrete {
	if c.OneHot == 0 {
		return est.Discrete{}
	}
	return est.OneHot(c.OneHot)
}

// fade is the dial of what remains of the noise, which goes to NoiseTo by the same factor every epoch.
func (c *Config) fade() *nn.Dial {
	if c.NoiseTo > 0 && c.Epochs > 0 {
		return nn.Turn(opt.Exponential{From: 1, PerEpoch: math.Pow(c.NoiseTo, 1/float64(c.Epochs)), Floor: c.NoiseTo})
	}
	return nil
}

// share is the dial of the share of blocks that is asked for, if it changes.
func (c *Config) share() *nn.Dial {
	if c.ActiveFrom == 0 {
		return nil
	}
	over := cmp.Or(c.ActiveOver, float64(c.Epochs)/2)
	return nn.Turn(opt.Exponential{From: c.ActiveFrom, PerEpoch: math.Pow(c.Active/c.ActiveFrom, 1/over), Floor: c.Active})
}

// tau is the dial of a temperature, which goes to TauTo by the same factor every epoch.
func (c *Config) tau() *nn.Dial {
	if c.Tau > 0 && c.TauTo > 0 && c.Epochs > 0 {
		return nn.Turn(opt.Exponential{From: c.Tau, PerEpoch: math.Pow(c.TauTo/c.Tau, 1/float64(c.Epochs)), Floor: c.TauTo})
	}
	return dial(c.Tau)
}

// slope is the dial of a slope, which goes to SlopeTo in a straight line.
func (c *Config) slope() *nn.Dial {
	if c.SlopeTo > 0 && c.Epochs > 0 {
		from := c.Slope
		if from == 0 {
			from = 1
		}
		return nn.Turn(opt.Linear{From: from, To: c.SlopeTo, Epochs: float64(c.Epochs)})
	}
	return dial(c.Slope)
}

// dial stands at x, or at the estimator's own number for 0.
func dial(x float64) *nn.Dial {
	if x == 0 {
		return nil
	}
	return nn.Fix(x)
}

// Presets are the names for Config.Preset.
var Presets = presets()

func presets() (names []string) {
	for _, p := range PresetHelp() {
		names = append(names, p[0])
	}
	return names
}

// Preset is the settings of a preset with a gate ("" for the preset's own choice).
func Preset(name, gate string) (*Config, error) {
	switch name {
	case "blocks":
		return blocks(gate)
	case "paper":
		return paper(gate)
	case "table":
		return table(gate)
	}
	if c, err := findRecipe(name, gate); c != nil || err != nil {
		return c, err
	}
	return nil, fmt.Errorf("unknown preset %.60q: choose one of %s", name, strings.Join(Presets, ", "))
}

// blocks is the net that earns its gates: 64 blocks of 32 rectified units behind a gater of rank
// 32, which costs 3 % of what it decides about.
func blocks(gate string) (*Config, error) {
	if gate == "" {
		gate = "nr"
	}
	g, err := FindGate(gate)
	if err != nil {
		return nil, err
	}
	c := &Config{Preset: "blocks", Gate: gate, Mode: g.Mode, Skip: "auto", Active: 0.1,
		Blocks: 64, Width: 32, Rectify: true, Gater: []int{32}, Linear: true,
		Penalty: 0.2, Dropout: 0.3, Optimiser: "sgd", Rate: 0.05, RateTo: 5e-4, GaterRate: 1,
		Momentum: 0.9, MaxNorm: 2.1, Init: "he", Batch: 128, Epochs: 30}
	switch {
	case g.Mode == "mean":
		c.Active, c.Penalty = 1, 0
	case rectifies(gate):
		c.Adaptive, c.Penalty = true, 0
	case gate == "sts": // on with probability √p
		c.Power = 0.5
	}
	return c, nil
}

// rectifies reports whether a gate's outputs are not bounded, so that an L1 penalty keeps them
// sparse and a cross-entropy cannot.
func rectifies(gate string) bool {
	return slices.Contains([]string{"nr", "nr-logistic", "rectifier", "dropout"}, gate)
}
