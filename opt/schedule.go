package opt

import "math"

// Schedule is a number that changes as training goes on. Epochs have fractions.
type Schedule interface {
	At(epoch float64) float64
}

// Constant is the same number always.
type Constant float64

// At is c.
func (c Constant) At(float64) float64 { return float64(c) }

// Linear goes from From to To in a straight line over Epochs, and stays there.
type Linear struct{ From, To, Epochs float64 }

// At is From + (To−From)·min(1, epoch/Epochs).
func (s Linear) At(epoch float64) float64 {
	if epoch >= s.Epochs {
		return s.To
	}
	return s.From + (s.To-s.From)*epoch/s.Epochs
}

// Exponential is multiplied by PerEpoch each epoch, and stops at Floor.
type Exponential struct{ From, PerEpoch, Floor float64 }

// At is max(Floor, From·PerEpoch^epoch).
func (s Exponential) At(epoch float64) float64 {
	return max(s.Floor, s.From*math.Pow(s.PerEpoch, epoch))
}

// Cosine goes from From to To along half a cosine over Epochs, and stays there (Loshchilov and
// Hutter, 2017, arXiv 1608.03983, without restarts).
type Cosine struct{ From, To, Epochs float64 }

// At is To + (From−To)·(1 + cos(π·min(1, epoch/Epochs)))/2.
func (s Cosine) At(epoch float64) float64 {
	if epoch >= s.Epochs {
		return s.To
	}
	return s.To + (s.From-s.To)*(1+math.Cos(math.Pi*epoch/s.Epochs))/2
}

// Warmup rises from 0 to the start of Then over Epochs, and goes on with Then from its start.
type Warmup struct {
	Epochs float64
	Then   Schedule
}

// At is Then(0)·epoch/Epochs, and from Epochs on Then(epoch−Epochs).
func (s Warmup) At(epoch float64) float64 {
	if epoch >= s.Epochs {
		return s.Then.At(epoch - s.Epochs)
	}
	return s.Then.At(0) * epoch / s.Epochs
}

// Steps starts at From and is multiplied by Factor at each epoch of Marks.
type Steps struct {
	From, Factor float64
	Marks        []float64
}

// At is From·Factorᵏ with k the number of marks that epoch has reached.
func (s Steps) At(epoch float64) float64 {
	y := s.From
	for _, m := range s.Marks {
		if epoch >= m {
			y *= s.Factor
		}
	}
	return y
}
