package train

import (
	"slices"

	"gater/data"
	"gater/mat"
	"gater/nn"
)

// Gate is a gated layer as the trainer sees it: the layer, the units that make its decisions,
// and the share of its blocks that should be open.
type Gate struct {
	Name   string
	Layer  *nn.Gated
	Score  nn.Layer    // the units, which show their scores to nn.Pass.Watch
	Units  Thresholded // the units again, or nil if their mode has no threshold
	Target float64     // share of blocks to be open; 1 asks for nothing
}

// Thresholded is a layer of units that can be told to switch on above a score, and says which.
type Thresholded interface {
	nn.Layer
	SetThreshold(theta float64)
	Threshold() (theta float64, ok bool)
}

// Tune sets the threshold of every gate that has one to the 1−Target quantile of its units'
// scores on the set, so that a share Target of them is above it (Bengio et al., 2013, section 5).
// Gates are tuned from the input on, each with those before it already hard.
func Tune(e *Evaluator, gates []Gate, set *data.Set) (thetas []float64) {
	watch := e.Watch
	defer func() { e.Watch = watch }()
	scores := e.scores
	defer func() { e.scores = scores[:0] }()
	for _, g := range gates {
		if g.Units == nil {
			thetas = append(thetas, 0)
			continue
		}
		scores = scores[:0]
		e.Watch = func(_ int, l nn.Layer, v mat.M) {
			if l == nn.Layer(g.Units) {
				scores = slices.Grow(scores, max(v.Cols*set.Len()-len(scores), 0)) // all at once
				scores = append(scores, v.Data...)
			}
		}
		e.Run(set, nn.Use, 0)
		theta := float64(threshold(scores, g.Target))
		g.Units.SetThreshold(theta)
		thetas = append(thetas, theta)
	}
	return thetas
}

// threshold is the 1−target quantile of scores. Where that is the highest score of all, as with
// probabilities that have come to 1, it is the next lower one, so that some are above it.
func threshold(scores []mat.Float, target float64) mat.Float {
	theta := Quantile(scores, 1-target)
	below, some := theta, false
	for _, s := range scores {
		if s > theta {
			return theta
		}
		if s < theta && (!some || s > below) {
			below, some = s, true
		}
	}
	return below
}

// Quantile is the value of x that a share q of its elements is at or below: its ⌈q·n⌉-th
// smallest, the smallest for q ≤ 0. It reorders x; x must not be empty or hold NaN.
func Quantile(x []mat.Float, q float64) mat.Float {
	k := min(max(int(ceil(q*float64(len(x))))-1, 0), len(x)-1)
	lo, hi := 0, len(x)-1
	for lo < hi { // quickselect with Hoare's partition
		pivot := median3(x[lo], x[lo+(hi-lo)/2], x[hi])
		i, j := lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return x[k]
		}
	}
	return x[k]
}

func median3(a, b, c mat.Float) mat.Float { return max(min(a, b), min(max(a, b), c)) }

// ceil is ⌈x⌉, forgiving the last bits of a product such as 0.9·2000.
func ceil(x float64) float64 {
	n := float64(int(x))
	if x-n > 1e-6 {
		n++
	}
	return n
}
