package study

import "gater/internal/catalog"

// savings is the clock against the arithmetic: nets deployed and trained with shut blocks skipped, with
// all of them computed, and without gates.
func savings() Study {
	s := Study{Name: "savings", Title: "Microseconds an example against multiply-adds", XName: "multiply-adds an example", XOf: &Macs, Y: UseMicros,
		Asks: "Does the clock follow the count of multiply-adds, for a gate a unit as in Bengio et al. (2013) and for blocks of units?"}
	for _, n := range []struct {
		series, preset string
		blocks, width  int
	}{{"a gate a unit, a gater of 400 tanh units", "paper", 2000, 1}, {"blocks of 32, a gater of rank 32", "blocks", 64, 32}} {
		for i, set := range []func(*catalog.Config){
			func(c *catalog.Config) {},
			func(c *catalog.Config) { c.Skip = "nothing" },
			func(c *catalog.Config) { c.Dense, c.Rectify = true, true },
		} {
			s.Points = append(s.Points, Point{Series: n.series + []string{", skipping", ", skipping nothing", ": without gates"}[i], X: 1, Preset: n.preset, Gate: "nr",
				Set: func(c *catalog.Config) { c.Blocks, c.Width = n.blocks, n.width; set(c) }})
		}
	}
	return s
}

// backward is what training may skip, of gates that could do without shut blocks and of one that reads
// their gradients.
func backward() Study {
	s := Study{Name: "backward", Title: "Seconds of an epoch against the share active", XName: "share of blocks active", Y: EpochSeconds,
		Asks: "What does it save to leave shut blocks out of the backward pass too, and does it change what is learnt?"}
	for _, x := range []struct{ series, gate, skip string }{
		{"st-open, shut blocks computed and masked", "st-open", "nothing"},
		{"st-open, skipped forwards and backwards", "st-open", "everything"},
		{"st, which needs them in training", "st", "auto"},
	} {
		for _, p := range []float64{0.05, 0.1, 0.2} {
			s.Points = append(s.Points, Point{Series: x.series, X: p, Gate: x.gate,
				Set: func(c *catalog.Config) { c.Active, c.Skip = p, x.skip }})
		}
	}
	return s
}

// baselines is what a baseline saves the score function.
func baselines() Study {
	s := Study{Name: "baselines", Title: "Error of score-function gates against the share active", XName: "share of blocks active", Y: ValidError,
		Asks: "What does the minimum-variance baseline do for gates trained by the score function, beside the mean loss and nothing?"}
	for _, p := range []float64{0.05, 0.1} {
		for _, b := range []string{"min-variance", "mean", "none"} {
			s.Points = append(s.Points, Point{Series: "baseline " + b, X: p, Gate: "sbn",
				Set: func(c *catalog.Config) { c.Baseline, c.Active = b, p }})
		}
	}
	return s.inOrder()
}

// perturbation is soft gates by perturbing their inputs, beside backpropagation and the score function,
// with ever more gates to find a gradient for.
func perturbation() Study {
	s := Study{Name: "perturbation", Title: "Error against the number of gates, by how they are trained", XName: "gates", Y: ValidError,
		Asks: "How do gates that learn from losses of perturbed inputs (SPSA, Fiete and Seung, finite differences) compare with others, of 256 units in all?"}
	for _, gate := range []string{"sigmoid", "finite-difference", "spsa", "fiete-seung", "sbn", "disarm", "st"} {
		for _, blocks := range []int{4, 16, 64} {
			if gate == "finite-difference" && blocks > 16 {
				continue // 65 runs of the network a step
			}
			s.Points = append(s.Points, Point{Series: gate, X: float64(blocks), Gate: gate, Set: func(c *catalog.Config) {
				c.Blocks, c.Width, c.Active, c.Penalty, c.Opening, c.Adaptive = blocks, 256/blocks, 0.5, 0, 0, false
				c.Mode = "sample" // no share is held, so that a threshold would have none to go by
			}})
		}
	}
	return s
}

// budgets is how many blocks an example opens: as many as it takes, about the share, or just as many as all.
func budgets() Study {
	s := Study{Name: "budgets", Title: "Error against the share active, by who sets it", XName: "share of blocks active", XOf: &Active, Y: ValidError,
		Asks: "Is it better that an example opens as many blocks as it takes, or that all open as many?"}
	for _, x := range []struct {
		series, gate string
		perExample   float64
	}{
		{"st-open, the share held over each batch", "st-open", 0},
		{"st-open, and over each example", "st-open", 1},
		{"exactly so many, SIMPLE", "subset", 0},
		{"noisy rectifier, the share held over each batch", "nr", 0},
	} {
		for i, p := range []float64{0.05, 0.1} {
			s.Points = append(s.Points, Point{Series: x.series, X: float64(i + 1), Gate: x.gate, Set: func(c *catalog.Config) {
				c.Active, c.PerExample = p, x.perExample
			}})
		}
	}
	return s
}

// predictor is gates that learn from a prediction of the unbiased estimate, beside that and what it is
// predicted from.
func predictor() Study {
	s := Study{Name: "predictor", Title: "Error against the share active, by what gates learn from", XName: "share of blocks active", Y: ValidError,
		Asks: "Does a prediction of the unbiased estimate, from the biased one of straight-through, train gates better than either?"}
	for _, gate := range []string{"sbn", "st-sigmoid", "predicted", "st"} {
		for _, p := range []float64{0.05, 0.1} {
			s.Points = append(s.Points, Point{Series: gate, X: p, Gate: gate, Set: func(c *catalog.Config) { c.Active = p }})
		}
	}
	return s
}
