package nn

import (
	"fmt"
	"math"

	"gater/mat"
)

// normEps keeps a row of zeros from a division by 0.
const normEps = 1e-5

// Norm brings every row of n columns to a common scale, whatever the other rows are: with Mean
//
//	y = g·x̂ + b,  x̂ = (x − μ)/s,  μ = 1/n·Σ x,  s² = 1/n·Σ (x − μ)² + ε
//
// (LayerNorm; Ba, Kiros and Hinton, 2016, arXiv 1607.06450), and without it μ and b are 0 (RMSNorm;
// Zhang and Sennrich, 2019, arXiv 1910.07467), so that shut blocks stay shut; they count as zeros.
// Both have ε = 1e-5.
type Norm struct {
	G, B *Param // 1×n; B is nil without Mean
	Mean bool
}

// NewNorm makes a layer with g = 1 and b = 0.
func NewNorm(n int, mean bool) *Norm {
	l := &Norm{G: NewParam(1, n, FanNone), Mean: mean}
	l.G.Val.Fill(1)
	if mean {
		l.B = NewParam(1, n, FanNone)
	}
	return l
}

func (l *Norm) String() string { return fmt.Sprintf("Norm %d", l.G.Val.Cols) }

// Run is y = g·x̂ + b, and back: ∂b = Σ ∂y, ∂g = Σ ∂y·x̂, and with d = g·∂y
//
//	∂x = (d − 1/n·Σ d − x̂·1/n·Σ d·x̂)/s,
//
// the first sum being that of μ.
func (l *Norm) Run(p *Pass, x *Var, next Next) []float64 {
	if x.Val.Cols != l.G.Val.Cols {
		checkCols(l.String(), x, l.G.Val.Cols)
	}
	y, hat, scale := p.New(x.Val.Rows, x.Val.Cols), p.Mat(x.Val.Rows, x.Val.Cols), p.Mat(x.Val.Rows, 1)
	for r := range x.Val.Rows {
		to, hat, g := y.Val.Row(r), hat.Row(r), l.G.Val.Data
		scale.Data[r] = l.hat(hat, x.Val.Row(r))
		for j, h := range hat {
			to[j] = g[j] * h
		}
		if l.Mean {
			mat.AddScaled(to, 1, l.B.Val.Data)
		}
	}
	if !l.Mean {
		y.Open = x.Open
	}
	loss := next(y)
	if p.Depth < Slope {
		return loss
	}
	for r := range y.Grad.Rows {
		dy, hat := y.Grad.Row(r), hat.Row(r)
		if p.Depth == Learn {
			for j, d := range dy {
				l.G.Grad.Data[j] += d * hat[j]
				if l.Mean {
					l.B.Grad.Data[j] += d
				}
			}
		}
		if wants(p, x) {
			l.back(x.Grad.Row(r), dy, hat, scale.Data[r])
		}
	}
	return loss
}

// hat is x̂ of a row; it returns 1/s.
func (l *Norm) hat(hat, x []Float) Float {
	n, mean, square := float64(len(x)), 0.0, 0.0
	if l.Mean {
		for _, v := range x {
			mean += float64(v) / n
		}
	}
	for _, v := range x {
		d := float64(v) - mean
		square += float64(d * d)
	}
	scale := 1 / math.Sqrt(square/n+normEps)
	for j, v := range x {
		hat[j] = Float((float64(v) - mean) * scale)
	}
	return Float(scale)
}

// back adds ∂x of a row.
func (l *Norm) back(dx, dy, hat []Float, scale Float) {
	n, mean, along := float64(len(dx)), 0.0, 0.0
	for j, d := range dy {
		d := float64(l.G.Val.Data[j] * d)
		mean += d / n
		along += float64(d*float64(hat[j])) / n
	}
	if !l.Mean {
		mean = 0
	}
	for j, d := range dy {
		dx[j] += scale * (l.G.Val.Data[j]*d - Float(mean) - hat[j]*Float(along))
	}
}

// Visit names G and B.
func (l *Norm) Visit(v *Visitor) {
	v.Param("weight", l.G)
	if l.Mean {
		v.Param("bias", l.B)
	}
}
