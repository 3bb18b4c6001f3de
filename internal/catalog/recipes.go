package catalog

import "fmt"

// A recipe is a preset for one data set: settings that were chosen on its validation part.
type recipe struct {
	name string
	doc  string // a line for people
	data string // what it is for
	set  func(c *Config)
}

// recipes come in pairs: with gates, and the same net trained the same way without.
var recipes = []recipe{
	{"mnist-10", "MNIST, 10 % of 64 blocks of 64 units, 256 units above", "mnist", tenth},
	{"mnist-dense", "its net without gates", "mnist", dense(tenth)},
	{"mnist-1of20000", "MNIST, 1 % of 20,000 units, in blocks of 32", "mnist", hundredth},
	{"mnist-20000-dense", "its net without gates", "mnist", dense(hundredth)},
	{"fashion-10", "Fashion-MNIST, the same net", "fashion", fashion},
	{"fashion-dense", "its net without gates", "fashion", dense(fashion)},
}

// tenth is what earned its place on MNIST's validation part, on top of the preset blocks: adversarial
// training (with half the learning rate, as every batch is learnt twice), twice as many units, a layer
// above them, and noise that fades.
func tenth(c *Config) {
	c.Width, c.Adversary, c.Dropout, c.Above, c.Epochs = 64, 0.1, 0.2, []int{256}, 60
	c.Rate, c.RateTo = 0.03, 3e-4
	if c.Gate == "nr" {
		c.NoiseTo = 0.1
	}
}

// hundredth has 20,000 units, one in a hundred open, and nothing above. A block sees one example
// in a hundred: its gradient is that much smaller in the mean, and the experts' rate ten times the
// gater's. Without less noise, and gates that are few from the start, noise would choose the blocks.
// Without the adversary the training set is learnt by heart in ten epochs.
func hundredth(c *Config) {
	c.Blocks, c.Active, c.Opening, c.Dropout, c.Epochs = 625, 0.01, 0.01, 0.1, 12
	c.Adversary, c.Rate, c.RateTo, c.GaterRate = 0.1, 0.15, 1.5e-3, 0.1
	if c.Gate == "nr" {
		c.Noise, c.NoiseTo = 0.5, 0.1
	}
}

// fashion has no adversary: it takes twice the time and gained a tenth of a point at most. Garments are
// brighter and darker as a whole: with every picture at a common scale the net learns twice as fast.
// Inputs are twice as large then, and the rate is half.
func fashion(c *Config) {
	tenth(c)
	c.Adversary, c.Epochs = 0, 40
	c.Norm, c.Rate, c.RateTo, c.Average = "layer", 0.015, 1.5e-4, 0.999
}

// dense is a recipe without its gates.
func dense(set func(c *Config)) func(c *Config) {
	return func(c *Config) { set(c); c.Dense = true }
}

// findRecipe is the settings of a recipe; its gate may be another than its own.
func findRecipe(name, gate string) (*Config, error) {
	for _, r := range recipes {
		if r.name != name {
			continue
		}
		c, err := blocks(gate)
		if err != nil {
			return nil, err
		}
		c.Preset = name
		r.set(c)
		if c.Dense && gate != "" {
			return nil, fmt.Errorf("preset %s has no gates: drop --gate %s", name, gate)
		}
		return c, nil
	}
	return nil, nil
}

// DataOf is the data set that a preset is for.
func DataOf(preset string) string {
	for _, r := range recipes {
		if r.name == preset {
			return r.data
		}
	}
	return "mnist"
}

// PresetHelp is the presets with what they are, a line each.
func PresetHelp() (lines [][2]string) {
	lines = [][2]string{{"blocks", "64 blocks of 32 units, 10 % of them open"}, {"paper", "the net of Bengio et al. (2013)"},
		{"table", "for a table of columns"}}
	for _, r := range recipes {
		lines = append(lines, [2]string{r.name, r.doc})
	}
	return lines
}
