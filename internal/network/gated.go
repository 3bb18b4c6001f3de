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
	plain
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

// Weights is the blocks', and the gater's.
func (l *Gated) Weights(in int) float64 {
	n := float64(in+1) * float64(l.Blocks) * float64(l.Width)
	for _, w := range l.layers() {
		n += float64(in+1) * float64(w)
		in = w
	}
	return n
}

// Macs is those of the open columns with the open blocks, and the gater's.
func (l *Gated) Macs(in int, live float64) (dense, asked float64) {
	dense = float64(in) * float64(l.Blocks) * float64(l.Width)
	asked = dense * live * float64(l.Active)
	for _, w := range l.layers() {
		asked += float64(in) * live * float64(w)
		in, live = w, 1
	}
	return dense, asked
}

// Live is Active.
func (l *Gated) Live(float64) float64 { return float64(l.Active) }

// layers is the widths of the gater's layers, the gates last.
func (l *Gated) layers() []int { return append(l.Gater[:len(l.Gater):len(l.Gater)], l.Blocks) }
