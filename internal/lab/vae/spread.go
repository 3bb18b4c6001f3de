package vae

import (
	"gater/mat"
	"gater/nn"
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
	rows   Float
	pool   *mat.Pool
	rho    Float // of the step at hand
}

const decay = 0.999

func newSpread(encoder nn.Layer, pool *mat.Pool, batch int) *spread {
	e := &spread{pool: pool, rows: Float(batch), count: []float64{0}}
	for _, p := range nn.Params(encoder) {
		e.params = append(e.params, p)
		e.m = append(e.m, mat.New(p.Grad.Rows, p.Grad.Cols))
		e.s = append(e.s, mat.New(p.Grad.Rows, p.Grad.Cols))
	}
	return e
}

// add takes the gradients as they are, sums over the batch.
func (e *spread) add() {
	e.rho = decay
	if e.count[0] == 0 {
		e.rho = 0
	}
	e.count[0]++
	e.pool.Run(e)
}

// Part does the i-th of n parts of every parameter.
func (e *spread) Part(i, n int) {
	for k, p := range e.params {
		size := len(p.Grad.Data)
		from, to := size*i/n, size*(i+1)/n
		g, m, s := p.Grad.Data[from:to], e.m[k].Data[from:to], e.s[k].Data[from:to]
		w, scale := 1-e.rho, 1/e.rows
		for j, v := range g {
			v *= scale
			m[j] += w * (v - m[j])
			s[j] += w * (v*v - s[j])
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
		n += len(e.m[k].Data)
	}
	return sum / float64(n)
}
