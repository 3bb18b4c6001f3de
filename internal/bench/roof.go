package bench

import "math"

// Formulas of what can be reached at best. p is the share of blocks open, B the rows of a batch,
// and gates are independent.

// Union is the share of blocks that some row of a batch has open, 1 − (1−p)^B.
func Union(p float64, rows int) float64 { return 1 - math.Pow(1-p, float64(rows)) }

// DenseMacs is the multiply-adds of a row going forwards without gates:
//
//	d·H + (L−1)·H² + H·o.
func (n Net) DenseMacs() float64 {
	d, h, o, l := float64(n.In), float64(n.Units), float64(n.Out), float64(n.Layers)
	return d*h + (l-1)*h*h + h*o
}

// GatedMacs is that of the open blocks, gaters aside:
//
//	p·d·H + (L−1)·p²·H² + p·H·o.
//
// Between two gated layers a weight is needed only if both of its blocks are open.
func (n Net) GatedMacs(p float64) float64 {
	d, h, o, l := float64(n.In), float64(n.Units), float64(n.Out), float64(n.Layers)
	return p*d*h + (l-1)*p*p*h*h + p*h*o
}

// GaterMacs is that of the gaters, d→r→G each; a gater behind a gated layer reads the open
// blocks alone:
//
//	r·(d+G) + (L−1)·r·(p·H+G).
func (n Net) GaterMacs(p float64) float64 {
	d, h, l, g := float64(n.In), float64(n.Units), float64(n.Layers), float64(n.Blocks())
	r := float64(n.Gater)
	return r*(d+g) + (l-1)*r*(p*h+g)
}

// Ceiling is the most that gates can speed up a forward pass bound by arithmetic:
//
//	S = dense / (gated + gaters).
//
// With one layer, d = o and a linear gater d→G it is 1/(p + 1/2b).
func (n Net) Ceiling(p float64) float64 {
	return n.DenseMacs() / (n.GatedMacs(p) + n.GaterMacs(p))
}

// StepCeiling is the most that gates can speed up the products of a training step: forwards, and
// twice that backwards but for the gradient of the input, which nobody needs.
//
//	S = (3·dense − d·H) / (3·(gated + gaters) − p·d·H − L₁),  L₁ = d·r.
func (n Net) StepCeiling(p float64) float64 {
	first := float64(n.In) * float64(n.Units)
	gater := float64(n.In) * float64(n.Gater)
	return (3*n.DenseMacs() - first) / (3*(n.GatedMacs(p)+n.GaterMacs(p)) - p*first - gater)
}

// Weights is the number of weights that are blocks', and of the gaters.
func (n Net) Weights() (blocks, gaters float64) { return n.DenseMacs(), n.GaterMacs(1) }

// ForwardBytes is the bytes of weights that a forward pass of a batch has to read, 4 each: those
// of the blocks in the union, and the gaters.
func (n Net) ForwardBytes(p float64, rows int) float64 {
	_, gaters := n.Weights()
	return 4 * (n.GatedMacs(Union(p, rows)) + gaters)
}

// StepBytes is the bytes that a training step has to move: the weights of the union forwards and
// backwards, and the optimiser's pass over all of them.
//
//	3·forward + perWeight·weights
//
// perWeight is what an update reads and writes of a weight, its gradient and its moments.
func (n Net) StepBytes(p float64, rows int, perWeight float64) float64 {
	blocks, gaters := n.Weights()
	return 3*n.ForwardBytes(p, rows) + perWeight*(blocks+gaters)
}

// Bytes that an update moves for a weight, with its gradient set to 0.
const (
	sgdBytes  = 24 // reads and writes weight, momentum and gradient
	adamBytes = 32 // and a second moment
)

// Roof is the least time for an amount of work, in seconds: of arithmetic at the measured peak
// or of reading at the measured bandwidth, whichever is longer.
//
//	T ≥ max(flops/peak, bytes/bandwidth).
func Roof(flops, peak, bytes, bandwidth float64) float64 {
	return math.Max(flops/peak, bytes/bandwidth)
}
