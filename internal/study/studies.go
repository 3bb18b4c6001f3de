package study

import "gater/internal/catalog"

// Studies is all of them, in the order in which people read them.
var Studies = []Study{savings(), backward(), fraction(), widening(), grain(), stacked(), baselines(),
	perturbation(), revival(), budgets(), predictor(), noise()}

// fraction is what an active share costs in accuracy, and what it saves. 128 blocks of 16 units, so
// that 1 % of them is a block.
func fraction() Study {
	s := Study{Name: "fraction", Title: "Error against the share of blocks active", XName: "share of blocks active", Y: ValidError,
		Asks: "What does it cost in accuracy to open 1 % of the blocks, or 10 %, or all of them, and what does it save?"}
	for _, p := range []float64{0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7} {
		s.Points = append(s.Points, Point{Series: "gated", X: p, Set: func(c *catalog.Config) { c.Blocks, c.Width, c.Active = 128, 16, p }})
	}
	s.Points = append(s.Points, Point{Series: "without gates", X: 1, Set: func(c *catalog.Config) { c.Blocks, c.Width, c.Dense = 128, 16, true }})
	return s
}

// grain is blocks of many units against a gate a unit, at 2,048 units and as many of them active.
func grain() Study {
	s := Study{Name: "grain", Title: "Error against the units of a block", XName: "units of a block", Y: ValidError,
		Asks: "What do blocks of units give away against a gate for every unit, of 2,048 units with 10 % active?"}
	for _, width := range []int{1, 4, 8, 16, 32, 64, 128} {
		s.Points = append(s.Points, Point{Series: "10 % active", X: float64(width),
			Set: func(c *catalog.Config) { c.Width, c.Blocks = width, 2048/width }})
	}
	return s
}

// revival is blocks that no example opens, with what revives them and without.
func revival() Study {
	s := Study{Name: "revival", Title: "Dead blocks against the share active", XName: "share of blocks active", Y: Dead,
		Asks: "How many blocks does no example of the validation set open any more, and does reviving them help?"}
	for _, p := range []float64{0.02, 0.05, 0.1} {
		for series, revive := range map[string]float64{"nothing revived": 0, "revived below a fifth of the share": 0.2} {
			s.Points = append(s.Points, Point{Series: series, X: p, Set: func(c *catalog.Config) {
				c.Blocks, c.Width, c.Active, c.Revive = 128, 16, p, revive*p
			}})
		}
	}
	return s.inOrder()
}

// noise is the noisy rectifier's noise, from none on.
func noise() Study {
	s := Study{Name: "noise", Title: "Error against the noise of rectified gates", XName: "standard deviation of the noise", Y: ValidError,
		Asks: "Does noise at the gates' inputs help them to explore: does it change the error, the loss on the training set, and the number of blocks that die?"}
	for _, std := range []float64{0, 0.3, 1, 3} {
		gate := "nr"
		if std == 0 {
			gate = "rectifier"
		}
		for _, p := range []float64{0.05, 0.1} {
			s.Points = append(s.Points, Point{Series: map[float64]string{0.05: "5 % active", 0.1: "10 % active"}[p], X: std, Gate: gate,
				Set: func(c *catalog.Config) { c.Blocks, c.Width, c.Active, c.Noise = 128, 16, p, std }})
		}
	}
	return s.inOrder()
}
