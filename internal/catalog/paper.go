package catalog

import "strings"

// paper is the conditional-computation experiment of Bengio, Léonard and Courville (2013,
// section 5 and appendix A): 784→400 tanh→2000 gates over 784→2000 linear experts →10, one gate
// a unit, batches of 32 drawn with replacement, rate 0.1, incoming norms at most 2.1. Where the
// paper is silent the values are those of its released code.
func paper(gate string) (*Config, error) {
	if gate == "" {
		gate = "st"
	}
	g, err := FindGate(gate)
	if err != nil {
		return nil, err
	}
	c := &Config{Preset: "paper", Gate: gate, Mode: g.Mode, Skip: "auto", Active: 0.1,
		Blocks: 2000, Width: 1, Gater: []int{400},
		Optimiser: "sgd", Rate: 0.1, RateDecay: 0.998, GaterRate: 1, MaxNorm: 2.1, Init: "paper",
		Batch: 32, Epochs: 30, Replace: true}
	switch {
	case gate == "sbn" || gate == "enumerate":
		// The released code sums the gater's gradient over the batch of 32 and averages the
		// rest: its gater's rate of 0.001, and its penalty of 1 to 3 beside that sum, are 0.032
		// and 0.03 to 0.1 on an average. Within 60 epochs a rate of 0.01 for the gater and 0.2
		// for the rest, both falling, does better than 0.032 and 0.1.
		c.Rate, c.RateTo, c.GaterRate, c.Penalty, c.Epochs = 0.2, 0.004, 0.05, 0.05, 60
	case strings.HasPrefix(gate, "sts"):
		c.Penalty, c.Power, c.Beta, c.Epochs = 0.001, 0.5, 40.1, 50
		c.Momentum = 0.5 // a ramp to 0.9 does not settle at this rate
	case rectifies(gate):
		c.Adaptive = true
	case g.Mode == "mean": // soft gates: 200 of each, no constraint
		c.Blocks, c.Gater, c.Active = 200, []int{200}, 1
	default:
		c.Penalty = 0.1
	}
	return c, nil
}
