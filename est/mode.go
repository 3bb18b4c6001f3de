package est

import (
	"fmt"

	"gater/mat"
)

// A Mode is how units act when the network is used. It is declared, and saved with the model.
type Mode interface {
	Use(h mat.M, law Law, s *Site)
	fmt.Stringer // "sample", "threshold" or "mean"
}

// Sampled draws, as in training.
type Sampled struct{}

// Use draws h from the law.
func (Sampled) Use(h mat.M, law Law, s *Site) { law.Sample(h, s) }

func (Sampled) String() string { return "sample" }

// Threshold switches a unit on when its score is above Theta:
//
//	h = 1[score(a) > θ] · on(a)
//
// With θ the 1−s quantile of the scores on a tuning set, a fraction s of them is on there
// (Bengio et al., 2013, section 5). A one-hot group has its likeliest outcome on, whatever θ is,
// since exactly one must be: its share of open gates is 1/K and needs no tuning.
type Threshold struct{ Theta float64 }

// Use compares the law's scores with θ, or lets the law choose.
func (t Threshold) Use(h mat.M, law Law, s *Site) {
	law.Score(h, s)
	if c, ok := law.(Chooser); ok {
		c.Choose(h, t.Theta)
	} else {
		above(h, h, t.Theta)
	}
	law.On(h, s)
}

// above is h = 1[x > θ]; h may be x.
func above(h, x mat.M, θ float64) {
	mat.Over(h, x, θ)
}

func (Threshold) String() string { return "threshold" }

// Means passes the mean of the units on.
type Means struct{}

// Use is h = E[h].
func (Means) Use(h mat.M, law Law, s *Site) { law.Mean(h, s.New(), s) }

func (Means) String() string { return "mean" }

// Threshold is where the units are deployed at, if that was set.
func (u *Units) Threshold() (theta float64, ok bool) {
	t, ok := u.Deploy.(Threshold)
	return t.Theta, ok
}

// SetThreshold deploys the units at a threshold.
func (u *Units) SetThreshold(theta float64) { u.Deploy = Threshold{theta} }
