package network

// Gated is a layer of blocks, of which a gater opens some for every row; see nn.Gated. What the
// settings of the gates mean, and their defaults, is the business of package catalog.
type Gated struct {
	Blocks    int     `yaml:"blocks"`
	Width     int     `yaml:"width"`     // units of a block
	Active    Share   `yaml:"active"`    // share of the blocks to be open; 1 asks for nothing
	Estimator string  `yaml:"estimator"` // how gates are made and trained: NAME or NAME:SETTING=VALUE:…
	Mode      string  `yaml:"mode"`      // how gates act once trained: sample, threshold, mean
	Skip      string  `yaml:"skip"`      // what training skips: auto, everything, forward, nothing
	Rectify   bool    `yaml:"rectify"`   // blocks are rectified, else linear
	Gater     []int   `yaml:"gater"`     // widths of the gater's hidden layers
	Linear    bool    `yaml:"linear"`    // the gater's hidden layers are linear (low rank), else tanh
	Penalty   float64 `yaml:"penalty"`   // weight of the cross-entropy to active
	Power     float64 `yaml:"power"`     // of the probability it acts on
	Adaptive  bool    `yaml:"adaptive"`  // adaptive L1 in place of the cross-entropy

	PerUnit    float64 `yaml:"per-unit"`    // weight of the per-unit term of 1511.06297
	PerExample float64 `yaml:"per-example"` // weight of the per-example term
	Variance   float64 `yaml:"variance"`    // weight of the variance term
	Beta       float64 `yaml:"beta"`        // of the Beta noise on the gates' inputs; 0: none
	Revive     float64 `yaml:"revive"`      // firing rate below which a unit is revived; 0: off
	place
}

// Out is blocks times width.
func (l *Gated) Out(int) (int, error) {
	if err := count("blocks", l.Blocks); err != nil {
		return 0, err
	}
	if err := count("width", l.Width); err != nil {
		return 0, err
	}
	return l.Blocks * l.Width, nil
}
