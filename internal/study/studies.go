package study

import "gater/internal/catalog"

// Studies is all of them, in the order in which people read them.
var Studies = []Study{fraction(), widening(), grain(), revival(), baselines()}

// fraction is what an active share costs in accuracy, and what it saves. 128 blocks of 16 units, so
// that 1 % of them is a block.
func fraction() Study {
	s := Study{Name: "fraction", Title: "Error against the share of blocks active", XName: "share of blocks active", Y: ValidError,
		Asks: "What does it cost in accuracy to open 1 % of the blocks, or 10 %, or all of them, and what does it save?"}
	for _, p := range []float64{0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7} {
		s.Points = append(s.Points, Point{"gated", p, func(c *catalog.Config) { c.Blocks, c.Width, c.Active = 128, 16, p }})
	}
	s.Points = append(s.Points, Point{"without gates", 1, func(c *catalog.Config) { c.Blocks, c.Width, c.Dense = 128, 16, true }})
	return s
}

// widening is more and more experts with as many of them active.
func widening() Study {
	s := Study{Name: "widening", Title: "Time of an epoch against the number of units, as many of them active", XName: "units", Y: EpochSeconds,
		Asks: "Does a network that grows, with as many units active for an example, train in the same time?"}
	for _, blocks := range []int{64, 128, 256, 512, 1024, 2048} {
		s.Points = append(s.Points, Point{"6.4 blocks of 32 units active", float64(32 * blocks),
			func(c *catalog.Config) { c.Blocks, c.Active = blocks, 6.4/float64(blocks) }})
	}
	return s
}

// grain is blocks of many units against a gate a unit, at 2,048 units and as many of them active.
func grain() Study {
	s := Study{Name: "grain", Title: "Error against the units of a block", XName: "units of a block", Y: ValidError,
		Asks: "What do blocks of units give away against a gate for every unit, of 2,048 units with 10 % active?"}
	for _, width := range []int{1, 4, 8, 16, 32, 64, 128} {
		s.Points = append(s.Points, Point{"10 % active", float64(width),
			func(c *catalog.Config) { c.Width, c.Blocks = width, 2048/width }})
	}
	return s
}

// revival is blocks that no example opens, with what revives them and without.
func revival() Study {
	s := Study{Name: "revival", Title: "Dead blocks against the share active", XName: "share of blocks active", Y: Dead,
		Asks: "How many blocks does no example of the validation set open any more, and does reviving them help?"}
	for _, p := range []float64{0.02, 0.05, 0.1} {
		for series, revive := range map[string]float64{"nothing revived": 0, "revived below a fifth of the share": 0.2} {
			s.Points = append(s.Points, Point{series, p, func(c *catalog.Config) {
				c.Blocks, c.Width, c.Active, c.Revive = 128, 16, p, revive*p
			}})
		}
	}
	return s.inOrder()
}

// baselines is what a baseline saves the score function.
func baselines() Study {
	s := Study{Name: "baselines", Title: "Error of score-function gates against the share active", XName: "share of blocks active", Y: ValidError,
		Asks: "What does the minimum-variance baseline do for gates trained by the score function, beside the mean loss and nothing?"}
	for _, p := range []float64{0.05, 0.1, 0.2} {
		for _, b := range []string{"min-variance", "mean", "none"} {
			s.Points = append(s.Points, Point{"baseline " + b, p, func(c *catalog.Config) {
				c.Gate, c.Baseline, c.Active, c.Adaptive, c.Penalty = "sbn", b, p, false, 0.2
			}})
		}
	}
	return s.inOrder()
}
