// Package nn runs networks forwards and backwards.
//
// A Layer is middleware: what it does before it calls next is its forward pass, what it does
// after is its backward pass, and the call stack is the tape. A layer that calls next more than
// once runs the rest of the network more than once; that is how package est estimates gradients
// through units that have none. This package does not know that randomness exists.
//
// Gradients are sums over the rows of a batch and are added to what is there; the trainer divides
// by the number of rows, once. Rows are independent given the parameters, unless a layer mixed
// examples (Pass.Mix). The value of a Var has zeros where a block is shut, so that a layer which takes
// no notice of Open computes the same.
package nn

import (
	"fmt"

	"gater/mat"
)

// A Layer runs forwards on x, hands its output to next, and runs backwards when next returns.
// It returns what next returned: the loss of every row.
type Layer interface {
	Run(p *Pass, x *Var, next Next) []float64
}

// Next is the rest of the network. It returns the loss of every row and, unless the pass only
// goes forwards, leaves ∂loss/∂x in x.Grad.
type Next func(x *Var) []float64

// Var is a value on its way through the network, a row for each example, and its gradient.
type Var struct {
	Val  mat.M
	Grad mat.M      // same shape as Val; empty when the pass only goes forwards
	Open *mat.Pairs // which column blocks are live, row by row; nil: all
	Live mat.M      // Val's open pairs alone, a row each in the order of Open.Row; empty: not kept
	Near *Near      // what the value differs from in a few columns; nil: nothing known
	Kept bool       // Val is the network's input, which stays as it is until the next update
}

// Param is a matrix of weights and its gradient, summed over rows.
type Param struct {
	Val, Grad mat.M // element by element in the same places
	Fan       Fan
	Stack     int     // of how many matrices of equal rows it consists, one below the other; 0 is 1
	Later     Later   // nil: gradients are worked out at once
	Sleeper   Sleeper // nil: all weights are always as they should be
	// Narrow, if not nil, is the weights in fewer bits, of a network that is used and not trained;
	// Val then has its shape and no numbers.
	Narrow mat.Narrow
}

// Fan says where the incoming weights of one unit are.
type Fan uint8

const (
	FanNone  Fan = iota // nowhere: a bias
	FanCols             // each column holds the incoming weights of a unit
	FanRows             // each row does
	FanTable            // nowhere: rows are looked up; a limit on norms leaves them alone
)

// NewParam makes a parameter of zeros.
func NewParam(rows, cols int, fan Fan) *Param {
	return &Param{Val: mat.New(rows, cols), Grad: mat.New(rows, cols), Fan: fan}
}

// Depth is how far a pass goes.
type Depth uint8

const (
	// Use goes forwards as the network is deployed: stochastic layers act in their declared mode.
	Use Depth = iota
	// Look goes forwards as in training: stochastic layers draw.
	Look
	// Slope also leaves ∂loss/∂x; stochastic units pass their means on and parameters are left alone.
	Slope
	// Learn also adds ∂loss/∂θ to every parameter.
	Learn
)

func (d Depth) String() string { return [...]string{"Use", "Look", "Slope", "Learn"}[d] }

// Noise fills matrices with independent draws; every call gives fresh ones.
type Noise interface {
	Uniform(m mat.M) // on the open interval (0, 1)
	Normal(m mat.M)  // mean 0, variance 1
}

// Streams gives each stochastic layer its own noise. Site k is the k-th stochastic layer on the
// way from the input, so that the draws of one layer do not depend on what others do.
type Streams interface {
	At(site int) Noise
}

// Work counts what a pass computed.
type Work struct {
	Macs int64 // multiply-adds of matrix products; biases, maps and updates are not counted
	Open int64 // (row, block) pairs that were open in gated layers, once a forward run
	All  int64 // (row, block) pairs in gated layers
}

// Pass is one batch's trip through a network: how deep, with what noise, in whose memory.
// It is not safe for concurrent use.
type Pass struct {
	Depth Depth
	Noise Streams
	Pool  *mat.Pool
	Work  Work
	// Watch, if not nil, is shown what a layer decided: a Gated its gates, a layer of stochastic
	// units its scores (est.Units). The matrix is lent for the length of the call.
	Watch func(l Layer, v mat.M)
	// Credit, if not nil when next returns, is what each row has to answer for, where the losses of
	// rows hang together (Bound); score-function estimators multiply by it in place of the loss.
	Credit []float64
	// Mix, if not nil, says that rows are mixtures of examples, as a layer made them (est.Mixup): a
	// share Mix[i] of row i is example i, and the rest is the example of the next row, after the last
	// the first. Heads go by it (Parts).
	Mix []Float
	// Thresholds, if not nil, are scores above which layers of units are on when the network is used
	// (Use), in place of their own: so a network that nobody changes runs at several budgets.
	Thresholds map[Layer]float64
	// Poison fills the memory of every new value with NaN, so that a test sees a stray read.
	Poison bool

	site int
	mem  arena
}

// New is a matrix of the pass's memory with an undefined value, and with a gradient of zeros
// unless the pass only goes forwards. It lives until the layer that asked returns to its Seq.
func (p *Pass) New(rows, cols int) *Var {
	v := p.mem.newVar()
	*v = Var{Val: p.Mat(rows, cols)}
	if p.Depth >= Slope {
		v.Grad = p.Mat(rows, cols)
		p.Pool.Zero(v.Grad.Data)
	}
	return v
}

// newOpen is a variable of which the open pairs alone will be written: Val is 0 elsewhere, and the
// gradient undefined. Whoever writes them sets them to 0 again, and calls close.
func (p *Pass) newOpen(rows, cols int, open *mat.Pairs) *Var {
	v := p.mem.newVar()
	*v = Var{Val: mat.M{Rows: rows, Cols: cols, Data: p.mem.clean.take(rows * cols)}}
	p.mem.dirty++
	if !isFull(open) {
		v.Open = open
	}
	if p.Depth >= Slope {
		v.Grad = p.Mat(rows, cols)
	}
	return v
}

// close says that what newOpen made is clean again.
func (p *Pass) close() { p.mem.dirty-- }

// Mat is a matrix of the pass's memory with an undefined value, for as long as New's.
func (p *Pass) Mat(rows, cols int) mat.M {
	m := mat.M{Rows: rows, Cols: cols, Data: p.mem.floats.take(rows * cols)}
	if p.Poison {
		m.Fill(nan)
	}
	return m
}

// At runs next on the value x at depth d, or at p's own depth if that is less. It returns the
// row losses and, from Slope on, ∂loss/∂x; what next took from the pass is free again.
func (p *Pass) At(d Depth, next Next, x mat.M) ([]float64, mat.M) {
	old := p.Depth
	p.Depth = min(d, old)
	p.Credit = nil
	v := p.mem.newVar()
	*v = Var{Val: x}
	if p.Depth >= Slope {
		v.Grad = p.Mat(x.Rows, x.Cols)
		p.Pool.Zero(v.Grad.Data)
	}
	at := p.mem.mark()
	loss := next(v)
	p.mem.release(at)
	p.Depth = old
	return loss, v.Grad
}

// Enter gives a stochastic layer the noise of its site and lets layers after it count on;
// the layer calls Leave when it is done.
func (p *Pass) Enter() Noise {
	p.site++
	if p.Noise == nil {
		return nil
	}
	return p.Noise.At(p.site - 1)
}

// Leave undoes Enter.
func (p *Pass) Leave() { p.site-- }

// Run takes x through the net at the given depth: head is the innermost next, which returns the
// row losses. The pass's memory is free again when Run returns. At Learn, x must stay as it is until
// the optimiser's step if its updates are fused (opt.Optimiser.Fuse).
func (p *Pass) Run(d Depth, net Layer, x mat.M, head Next) []float64 {
	p.mem.reset()
	p.Depth, p.site, p.Credit, p.Mix = d, 0, nil, nil
	v := p.mem.newVar()
	*v = Var{Val: x, Kept: true} // nobody needs ∂loss/∂input: layers leave it when Grad is empty
	return net.Run(p, v, head)
}

// wants reports whether x asks for its gradient.
func wants(p *Pass, x *Var) bool { return p.Depth >= Slope && x.Grad.Data != nil }

func checkCols(layer string, x *Var, want int) {
	if x.Val.Cols != want {
		panic(fmt.Sprintf("nn: %s: input has %d columns", layer, x.Val.Cols))
	}
}
