package nn

import (
	"fmt"
	"math"

	"gater/mat"
)

// Distil lets a network learn from labels and from another network (Hinton, Vinyals and Dean, 2015,
// arXiv 1503.02531, section 2): with outputs x, the teacher's t, and q_T(x) = softmax(x/T),
//
//	loss = (1−λ)·ℓ(x) + λ·T²·KL(q_T(t) ‖ q_T(x)),
//	∂x   = (1−λ)·∂ℓ   + λ·T·(q_T(x) − q_T(t)).
//
// It is two layers. Distil itself stands before whatever changes the inputs and asks the teacher what it
// makes of them as they come; Last is the last layer before a Softmax and mixes the head's loss with the
// divergence. What lies between may run as often as it likes, on inputs that are changed: the teacher is
// asked once. Its weights are no parameters of the network, and do not change. When the network is used,
// or without a teacher, both layers do nothing.
type Distil struct {
	Teacher Layer
	Weight  float64 // λ, 0 to 1
	Temper  float64 // T, above 0

	pass Pass
	says mat.M // the teacher's outputs, a row each of what is on its way
}

// idle reports whether nothing is to be learnt from the teacher.
func (l *Distil) idle(p *Pass) bool { return p.Depth == Use || l.Teacher == nil || l.Weight == 0 }

// Run asks the teacher.
func (l *Distil) Run(p *Pass, x *Var, next Next) []float64 {
	if l.idle(p) {
		return next(x)
	}
	l.pass.Pool = p.Pool
	l.pass.Run(Use, l.Teacher, x.Val, l.keep)
	return next(x)
}

// keep is the teacher's head.
func (l *Distil) keep(x *Var) []float64 {
	if n := len(x.Val.Data); cap(l.says.Data) < n {
		l.says.Data = make([]Float, n)
	}
	l.says = mat.M{Rows: x.Val.Rows, Cols: x.Val.Cols, Data: l.says.Data[:len(x.Val.Data)]}
	copy(l.says.Data, x.Val.Data)
	return nil
}

// Last is the layer before the head.
func (l *Distil) Last() Layer { return (*distilLast)(l) }

type distilLast Distil

// Run takes λ of the head's loss and gradient away, and adds λ of the divergence from the teacher.
func (l *distilLast) Run(p *Pass, x *Var, next Next) []float64 {
	if (*Distil)(l).idle(p) {
		return next(x)
	}
	if l.says.Rows != x.Val.Rows || l.says.Cols != x.Val.Cols {
		panic(fmt.Sprintf("nn: Distil: the teacher has %d×%d outputs, the network %d×%d", l.says.Rows, l.says.Cols, x.Val.Rows, x.Val.Cols))
	}
	y := p.New(x.Val.Rows, x.Val.Cols)
	copy(y.Val.Data, x.Val.Data)
	loss := next(y)
	for i := range loss {
		var g []Float
		if wants(p, x) {
			g = x.Grad.Row(i)
			mat.AddScaled(g, Float(1-l.Weight), y.Grad.Row(i))
		}
		loss[i] = (1-l.Weight)*loss[i] + l.Weight*Divergence(g, x.Val.Row(i), l.says.Row(i), l.Temper, l.Weight)
	}
	return loss
}

// Divergence is T²·KL(q_T(t) ‖ q_T(x)) in nats, for q_T = softmax(·/T) of the teacher's outputs t and the
// network's x, of equal lengths. Unless g is nil, share times its gradient is added to g:
// share·T·(q_T(x) − q_T(t)).
func Divergence(g, x, t []Float, temper, share float64) float64 {
	a, b := level(x, temper), level(t, temper)
	sum := 0.0
	for j := range x {
		u, v := float64(x[j])/temper-a, float64(t[j])/temper-b // log q_T(x), log q_T(t)
		q := math.Exp(v)
		if q > 0 { // nothing is 0·log 0
			sum += q * (v - u)
		}
		if g != nil {
			g[j] += Float(share * temper * (math.Exp(u) - q))
		}
	}
	return temper * temper * sum
}

// level is log Σ_j e^{x_j/T}.
func level(x []Float, temper float64) float64 {
	top := float64(x[0])
	for _, v := range x {
		top = max(top, float64(v))
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp((float64(v) - top) / temper)
	}
	return top/temper + math.Log(sum)
}
