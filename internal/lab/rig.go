package lab

import (
	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
)

// A Rig is a task with one estimator in every layer of units, ready to run batches. Row i of a
// batch is a draw of the gradient of example i mod the number of examples.
type Rig struct {
	Net  nn.Layer
	X    mat.M                      // the input of every row
	Head func(p *nn.Pass) nn.Next   // what follows the network
	Read func(row int, g []float64) // the gradient of a row, after a run

	pass  nn.Pass
	last  nn.Next
	calls esttest.Calls
}

// start must be called before the first run.
func (r *Rig) start() {
	r.last = r.calls.Head(&r.pass, r.Head(&r.pass))
}

// run is one batch under some noise.
func (r *Rig) run(noise nn.Streams) []float64 {
	r.pass.Noise = noise
	r.calls = esttest.Calls{}
	return r.pass.Run(nn.Learn, r.Net, r.X, r.last)
}

// state is the running numbers of the rig's estimators, in place.
func (r *Rig) state() (all []*[]float64) {
	for _, s := range nn.States(r.Net) {
		all = append(all, s)
	}
	return all
}

// A memory is what estimators have learnt, put aside.
type memory [][]float64

func (r *Rig) remember() (m memory) {
	for _, s := range r.state() {
		m = append(m, append([]float64(nil), *s...))
	}
	return m
}

// recall puts what was learnt back.
func (r *Rig) recall(m memory) {
	for i, s := range r.state() {
		*s = append((*s)[:0], m[i]...)
	}
}

// source is a layer that sends rows of A on, whatever comes in, and keeps ∂loss/∂A.
type source struct{ A, Grad mat.M }

func newSource(a mat.M) *source { return &source{A: a, Grad: mat.New(a.Rows, a.Cols)} }

// Run sends A on.
func (s *source) Run(p *nn.Pass, _ *nn.Var, next nn.Next) []float64 {
	y := p.New(s.A.Rows, s.A.Cols)
	copy(y.Val.Data, s.A.Data)
	loss := next(y)
	copy(s.Grad.Data, y.Grad.Data)
	return loss
}

// read is Rig.Read where the coordinates are those of A.
func (s *source) read(row int, g []float64) {
	for j, v := range s.Grad.Row(row) {
		g[j] = float64(v)
	}
}

// tap keeps a copy of what passes by when a network learns: the value on its way in and the
// gradient on its way out.
type tap struct{ val, grad mat.M }

// Run goes on with x itself.
func (t *tap) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	loss := next(x)
	if p.Depth == nn.Learn {
		t.val, t.grad = keep(t.val, x.Val), keep(t.grad, x.Grad)
	}
	return loss
}

// keep is a copy of src in dst's memory if that will do.
func keep(dst, src mat.M) mat.M {
	if dst.Rows != src.Rows || dst.Cols != src.Cols {
		dst = mat.New(src.Rows, src.Cols)
	}
	copy(dst.Data, src.Data)
	return dst
}

// rows is n copies of the rows of a, one after the other.
func rows(a mat.M, n int) mat.M {
	m := mat.New(n*a.Rows, a.Cols)
	for i := range n {
		copy(m.Slice(i*a.Rows, (i+1)*a.Rows).Data, a.Data)
	}
	return m
}

// row is one row of numbers.
func row(a []float64) mat.M { return esttest.Rows(a, 1) }

// oneLayer is the rig of a single layer of units with inputs a, a row an example, and f behind.
func oneLayer(a mat.M, f esttest.Func, e est.Estimator, copies int) *Rig {
	s := newSource(rows(a, copies))
	return &Rig{Net: nn.Seq{s, est.New(e)}, X: mat.New(s.A.Rows, 0), Head: f.Head, Read: s.read}
}

// twin is a layer with the weights of l and gradients of its own.
func twin(l *nn.Linear) *nn.Linear {
	p := func(p *nn.Param) *nn.Param {
		return &nn.Param{Val: p.Val, Grad: mat.Like(p.Grad), Fan: p.Fan}
	}
	return &nn.Linear{W: p(l.W), B: p(l.B)}
}
