package vae

import (
	"math"
	"unsafe"

	"gater/nn"
)

// LeakyRelu is y = x where x > 0, slope·x elsewhere. A layer takes part in one run at a time.
type LeakyRelu struct {
	Slope Float

	dst, x, dy []Float // what Part works on: dst = k·x, or dst += k·dy
}

// Run is y = k·x with k = 1 or slope by the sign of x, and back: ∂x = k·∂y.
func (l *LeakyRelu) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	l.dst, l.x, l.dy = y.Val.Data, x.Val.Data, nil
	p.Pool.Run(l)
	loss := next(y)
	if p.Depth >= nn.Slope && x.Grad.Data != nil {
		l.dst, l.x, l.dy = x.Grad.Data, x.Val.Data, y.Grad.Data
		p.Pool.Run(l)
	}
	return loss
}

// Part is the i-th of n parts of the elements.
func (l *LeakyRelu) Part(i, n int) {
	k := [2]Float{1, l.Slope}
	from, to := len(l.x)*i/n, len(l.x)*(i+1)/n
	x := l.x[from:to]
	dst := l.dst[from:to][:len(x)]
	if l.dy == nil {
		for j, v := range x {
			dst[j] = v * k[negative(v)&1]
		}
		return
	}
	dy := l.dy[from:to][:len(x)]
	for j, v := range x {
		dst[j] += dy[j] * k[negative(v)&1]
	}
}

// negative is the sign bit of x, read without a branch, which would be wrong half the time.
func negative(x Float) uint {
	if unsafe.Sizeof(x) == 4 {
		return uint(math.Float32bits(float32(x)) >> 31)
	}
	return uint(math.Float64bits(float64(x)) >> 63)
}
