package vae

import (
	"math"

	"gater/data"
	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// boundRows is how many pictures a bound is computed for at once.
const boundRows = 500

// Bound is the mean over a set of the importance-weighted bound of k draws (Burda et al., 2016),
// with k different draws of the units for every picture,
//
//	log 1/k Σ_i p(x, h_i) / q(h_i|x),  h_i ~ q;
//
// of one draw it is the ELBO. Pixels are drawn once a picture; step picks all noise. Units are
// bits whatever trains them. The set is taken in its own order.
func (t *Trainer) Bound(set *data.Set, k int, seed uint64, step int) float64 {
	m := t.Model
	bits := newLatents(est.New(est.Reinforce{}), m.Latents.Prior.Val.Cols, false)
	bits.Prior = m.Latents.Prior
	noise := train.NewNoise(seed)
	noise.Pool = t.Pool
	p := &nn.Pass{Noise: noise, Pool: t.Pool}
	pixels := newBatches(set, seed, t.Pool)
	head := &Pixels{Pass: p}
	x := mat.New(boundRows, set.Dim())
	rows := make([]int32, boundRows)
	sum, blocks := 0.0, (set.Len()+boundRows-1)/boundRows
	for at := 0; at < set.Len(); at += boundRows {
		n := min(boundRows, set.Len()-at)
		for i := range n {
			rows[i] = int32(at + i)
		}
		batch := step*blocks + at/boundRows
		noise.SetStep(batch)
		head.T = x.Slice(0, n)
		pixels.fill(head.T, rows[:n], batch)
		w := make([]logSum, n)
		p.Run(nn.Look, m.Encoder, head.T, func(a *nn.Var) (loss []float64) {
			for range k {
				loss = nn.Seq{bits, m.Decoder}.Run(p, a, head.Loss)
				for i, l := range loss {
					w[i].add(-l)
				}
			}
			return loss
		})
		for i := range w {
			sum += w[i].value() - math.Log(float64(k))
		}
	}
	return sum / float64(set.Len())
}

// Bounds is what a trained model comes to.
type Bounds struct {
	Train, Valid, Test    float64 // of one draw
	ValidBound, TestBound float64 // of Config.Samples draws
	Variance              float64 // of the encoder's gradient at the end of training
}

// Bounds takes the bounds of the model as it is.
func (t *Trainer) Bounds() Bounds {
	seed, k := subSeed(t.Config.Seed, seedBound), t.Config.Samples
	return Bounds{Train: t.Bound(t.Data.Train, 1, seed, 0), Valid: t.Bound(t.Data.Valid, 1, seed+1, 0), Test: t.Bound(t.Data.Test, 1, seed+2, 0),
		ValidBound: t.Bound(t.Data.Valid, k, seed+3, 0), TestBound: t.Bound(t.Data.Test, k, seed+4, 0), Variance: t.spread.variance()}
}

// logSum is log Σ eˣ of the numbers added.
type logSum struct {
	top, sum float64
	any      bool
}

func (s *logSum) add(x float64) {
	switch {
	case !s.any:
		s.top, s.sum, s.any = x, 1, true
	case x > s.top:
		s.sum = s.sum*math.Exp(s.top-x) + 1
		s.top = x
	default:
		s.sum += math.Exp(x - s.top)
	}
}

func (s *logSum) value() float64 { return s.top + math.Log(s.sum) }
