package est

import (
	"math"

	"gater/nn"
)

// Critic is a small network from a row x to a number, of one hidden layer,
//
//	C(x) = w·tanh(W·x + b) + c,
//
// that estimators train by the way: a baseline that knows the input, a control variate. It has an
// Adam of its own (Kingma and Ba, 2015), works in float64 and is state: weights and moments are
// saved with the network. It starts at 0. A layer of units that comes back another time must
// come back with rows of the same length.
type Critic struct {
	Hidden int     // units; 0 means 32
	Rate   float64 // of Adam; 0 means 0.01

	w, m, v, n []float64 // weights, moments, number of steps
	grad       []float64
	t, q       []float64 // tanh of the hidden units, and its derivative, at the last x
}

// start makes weights for rows of length in, if there are none: W and b drawn from a fixed hash and
// scaled by 1/√in, the rest 0.
func (c *Critic) start(in int) {
	if hidden := ownInt(c.Hidden, 32); len(c.w) == 0 {
		c.w = make([]float64, hidden*(in+2)+1)
		for i := range hidden * (in + 1) {
			_, x := math.Modf(math.Sin(float64(i+1)*12.9898) * 43758.5453)
			c.w[i] = x / math.Sqrt(float64(in))
		}
	}
	if len(c.m) != len(c.w) {
		c.m, c.v, c.n = make([]float64, len(c.w)), make([]float64, len(c.w)), []float64{0}
	}
	hidden := len(c.w) / (in + 2)
	c.grad, c.t, c.q = sized(c.grad, len(c.w)), sized(c.t, hidden), sized(c.q, hidden)
}

// layer is the incoming weights of hidden unit k, its bias, and where its outgoing weight is.
func (c *Critic) layer(of []float64, k, in int) (w []float64, bias, out *float64) {
	h := len(c.t)
	return of[k*in : (k+1)*in], &of[h*in+k], &of[h*(in+1)+k]
}

// at is C(x); what follows asks about the same x until the next at.
func (c *Critic) at(x []Float) float64 {
	c.start(len(x))
	y := c.w[len(c.w)-1]
	for k := range c.t {
		w, bias, out := c.layer(c.w, k, len(x))
		a := *bias
		for j, x := range x {
			a += w[j] * float64(x)
		}
		c.t[k] = math.Tanh(a)
		c.q[k] = 1 - c.t[k]*c.t[k]
		y += *out * c.t[k]
	}
	return y
}

// slope adds f·∂C/∂x to d.
func (c *Critic) slope(d []Float, f float64) {
	for k, q := range c.q {
		w, _, out := c.layer(c.w, k, len(d))
		for j, w := range w {
			d[j] += Float(f * *out * q * w)
		}
	}
}

// Visit names the weights, the moments and the number of steps.
func (c *Critic) Visit(v *nn.Visitor) {
	if c != nil {
		v.State("weight", &c.w)
		v.State("moment1", &c.m)
		v.State("moment2", &c.v)
		v.State("steps", &c.n)
	}
}
