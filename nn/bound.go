package nn

import (
	"fmt"
	"math"
)

// Others is what a Bound takes off a row's loss to tell its credit: the bound as it would be had
// the row been like the others of its group.
type Others uint8

const (
	Geometric  Others = iota // like their geometric mean: VIMCO's choice
	Arithmetic               // like their mean
	Nothing                  // nothing is taken off
)

// Bound makes one loss of the K rows that Repeat made of one, with ℓ_k = −log w_k the losses that
// follow: the importance-weighted bound (Burda, Grosse and Salakhutdinov, 2016, arXiv 1509.00519),
//
//	L = −log 1/K · Σ_k e^{−ℓ_k},  ∂L/∂ℓ_k = w_k / Σ_j w_j,
//
// or their mean, ∂L/∂ℓ_k = 1/K. Every row of the group gets L for its loss. It also leaves in
// Pass.Credit what each row has to answer for,
//
//	c_k = L − L with ℓ_k replaced by the mean of the others,
//
// which score-function estimators take in place of the loss: for the weighted bound that makes them
// VIMCO (Mnih and Rezende, 2016, arXiv 1602.06725, eq. 10), for the mean leave-one-out over
// parallel samples of a deep net. It must be the last layer, right before the head.
type Bound struct {
	K      int
	Mean   bool // the mean of the losses, else the weighted bound
	Others Others
}

// Run passes x on, and weighs the gradients that come back.
func (l Bound) Run(p *Pass, x *Var, next Next) []float64 {
	if p.Depth == Use || l.K == 1 {
		return next(x)
	}
	if l.K < 1 || x.Val.Rows%l.K != 0 {
		panic(fmt.Sprintf("nn: Bound: %d rows in groups of %d: put Repeat of the same K before the samples", x.Val.Rows, l.K))
	}
	y := p.New(x.Val.Rows, x.Val.Cols)
	copy(y.Val.Data, x.Val.Data)
	y.Open = x.Open
	loss := next(y)
	credit := make([]float64, len(loss))
	weight := make([]float64, l.K)
	for lo := 0; lo < len(loss); lo += l.K {
		group := loss[lo : lo+l.K]
		for k := range group {
			credit[lo+k] = -l.without(group, k)
		}
		all := l.of(group, weight)
		for k := range group {
			group[k] = all
			credit[lo+k] += all
			if wants(p, x) {
				for j, d := range y.Grad.Row(lo + k) {
					x.Grad.Row(lo + k)[j] += Float(weight[k]) * d
				}
			}
		}
	}
	p.Credit = credit
	return loss
}

// of is L of a group; weight is set to ∂L/∂ℓ.
func (l Bound) of(group, weight []float64) float64 {
	n := float64(l.K)
	low, sum := math.Inf(1), 0.0
	for _, f := range group {
		low = min(low, f)
		sum += f
	}
	if l.Mean {
		for k := range weight {
			weight[k] = 1 / n
		}
		return sum / n
	}
	sum = 0
	for k, f := range group {
		weight[k] = math.Exp(low - f)
		sum += weight[k]
	}
	for k := range weight {
		weight[k] /= sum
	}
	return low - math.Log(sum/n)
}

// without is L of a group with ℓ_k replaced by the mean of the others: of −log w for Geometric, of w
// for Arithmetic.
func (l Bound) without(group []float64, k int) float64 {
	if l.Others == Nothing {
		return 0
	}
	low, mean := math.Inf(1), 0.0
	for j, f := range group {
		if j != k {
			low = min(low, f)
			mean += f / float64(l.K-1)
		}
	}
	if l.Mean {
		return mean
	}
	sum := 0.0
	for j, f := range group {
		if j != k {
			sum += math.Exp(low - f)
		}
	}
	like := math.Exp(low - mean)
	if l.Others == Arithmetic {
		like = sum / float64(l.K-1)
	}
	return low - math.Log((sum+like)/float64(l.K))
}
