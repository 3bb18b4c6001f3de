package est

import "math"

// back adds f·∂C/∂weights at x to the gradient.
func (c *Critic) back(x []Float, f float64) {
	c.grad[len(c.grad)-1] += f
	for k, t := range c.t {
		g, bias, gout := c.layer(c.grad, k, len(x))
		_, _, out := c.layer(c.w, k, len(x))
		*gout += f * t
		d := f * *out * c.q[k]
		*bias += d
		for j, x := range x {
			g[j] += d * float64(x)
		}
	}
}

// backSlope adds f·∂(u·∂C/∂x)/∂weights at x to the gradient: with s = W·u, the derivative of
// Σ_k w_k·q_k·s_k, q = 1 − tanh².
func (c *Critic) backSlope(x, u []Float, f float64) {
	for k, q := range c.q {
		g, bias, gout := c.layer(c.grad, k, len(x))
		w, _, out := c.layer(c.w, k, len(x))
		s := 0.0
		for j, u := range u {
			s += w[j] * float64(u)
		}
		*gout += f * q * s
		d := -2 * f * *out * s * c.t[k] * q
		*bias += d
		for j, x := range x {
			g[j] += d*float64(x) + f**out*q*float64(u[j])
		}
	}
}

// learn is a step of Adam down the gradient, which it clears.
func (c *Critic) learn() {
	rate := c.Rate
	if rate == 0 {
		rate = 0.01
	}
	c.n[0]++
	b1, b2 := 1-math.Pow(0.9, c.n[0]), 1-math.Pow(0.999, c.n[0])
	for i, g := range c.grad {
		c.m[i] += 0.1 * (g - c.m[i])
		c.v[i] += 0.001 * (g*g - c.v[i])
		c.w[i] -= rate * c.m[i] / b1 / (math.Sqrt(c.v[i]/b2) + 1e-8)
	}
	clear(c.grad)
}
