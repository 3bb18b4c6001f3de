package vae

import (
	"gater/mat"
	"gater/nn"
	"gater/opt"
)

// spread is the variance of the gradient of the encoder's parameters over the steps, by moving
// averages as in the protocol, averaged over the parameters,
//
//	m ← ρ·m + (1−ρ)·g,  s ← ρ·s + (1−ρ)·g²,  variance = mean(s − m²),  ρ = 0.999,
//
// with g the mean over the batch. Both start at the first step's. What moves the parameters counts
// too, so that it is only near the variance at fixed parameters.
type spread struct {
	params []*nn.Param
	m, s   []mat.M
	count  []float64 // steps so far: one number
	rows   int
	pool   *mat.Pool
	zeros  [][]Float // weights that do not move, for each thread
}

const decay = 0.999

func newSpread(encoder nn.Layer, pool *mat.Pool, batch int) *spread {
	e := &spread{pool: pool, rows: batch, count: []float64{0}}
	for range pool.Threads() {
		e.zeros = append(e.zeros, make([]Float, piece))
	}
	for _, p := range nn.Params(encoder) {
		e.params = append(e.params, p)
		e.m = append(e.m, mat.Like(p.Grad))
		e.s = append(e.s, mat.Like(p.Grad))
	}
	return e
}

// add takes the gradients as they are, sums over the batch.
func (e *spread) add() {
	e.count[0]++
	e.pool.Run(e)
}

// piece is how many numbers are averaged at once: what fits the first cache.
const piece = 2048

// Part does the i-th of n parts of every parameter. Both averages are the moments of Adam, whose
// weights stay where they are at a rate of 0.
func (e *spread) Part(i, n int) {
	rule, now := opt.Adam{B1: decay, B2: decay}, opt.Now{Scale: 1 / float64(e.rows), Count: 1}
	for k, p := range e.params {
		size := len(p.Grad.Data)
		from, to := size*i/n, size*(i+1)/n
		g, m, s := p.Grad.Data[from:to], e.m[k].Data[from:to], e.s[k].Data[from:to]
		if e.count[0] == 1 {
			for j, v := range g {
				v /= Float(e.rows)
				m[j], s[j] = v, v*v
			}
			continue
		}
		for len(g) > 0 {
			c := min(len(g), piece)
			rule.Update(e.zeros[i][:c], g[:c], opt.Moments{m[:c], s[:c]}, now)
			g, m, s = g[c:], m[c:], s[c:]
		}
	}
}

// variance is the mean over all parameters.
func (e *spread) variance() float64 {
	sum, n := 0.0, 0
	for k := range e.m {
		for j, m := range e.m[k].Data {
			sum += float64(e.s[k].Data[j]) - float64(m)*float64(m)
		}
		n += e.m[k].Len()
	}
	return sum / float64(n)
}
