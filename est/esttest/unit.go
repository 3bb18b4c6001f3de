package esttest

import "math"

// Unit is one Bernoulli unit that is on with probability P, and the loss of either side: the case
// in which means and variances of estimators can be written down.
type Unit struct{ P, On, Off float64 }

// Bowl is the unit with loss (h − t)², on which much of the literature plots its estimators.
func Bowl(t, p float64) Unit { return Unit{p, (1 - t) * (1 - t), t * t} }

// A is the unit's input, log p − log(1−p).
func (u Unit) A() []float64 { return []float64{math.Log(u.P) - math.Log1p(-u.P)} }

// F is the loss, the parabola through both values whose slope at h is Δ + (2h − 1): that of Bowl,
// and one of many for other losses.
func (u Unit) F(h, df []float64) float64 {
	x, d := h[0], u.On-u.Off
	if df != nil {
		df[0] += d + 2*x - 1
	}
	return u.Off + d*x + x*(x-1)
}

// Gradient is ∂E[f]/∂a = p(1−p)·Δ, with Δ = f(1) − f(0).
func (u Unit) Gradient() float64 { return u.v() * u.delta() }

func (u Unit) v() float64     { return u.P * (1 - u.P) }
func (u Unit) delta() float64 { return u.On - u.Off }
func (u Unit) rare() float64  { return min(u.P, 1-u.P) }

// Reinforce is the variance of (h − p)(f − b): p(1−p)·(b − b*)², with b* = (1−p)f(1) + p·f(0).
func (u Unit) Reinforce(b float64) float64 {
	d := b - ((1-u.P)*u.On + u.P*u.Off)
	return u.v() * d * d
}

// LeaveOneOut is that of the leave-one-out estimate of k samples, Δ times the sample variance s²:
//
//	Δ²·(v(1−3v) − v²(k−3)/(k−1)) / k,  v = p(1−p).
func (u Unit) LeaveOneOut(k int) float64 {
	v, n, d := u.v(), float64(k), u.delta()
	return d * d * (v*(1-3*v) - v*v*(n-3)/(n-1)) / n
}

// AR is the variance of f·(1 − 2u).
func (u Unit) AR() float64 {
	c := math.Pow(1-2*u.P, 3)
	return (u.On*u.On*(1-c)+u.Off*u.Off*(1+c))/6 - u.Gradient()*u.Gradient()
}

// ARM is that of the antithetic pair weighed by u − ½: with m = min(p, 1−p),
//
//	⅔Δ²·(⅛ − (½ − m)³) − (p(1−p)Δ)².
func (u Unit) ARM() float64 {
	d := u.delta()
	return 2*d*d/3*(1./8-math.Pow(0.5-u.rare(), 3)) - u.Gradient()*u.Gradient()
}

// DisARM is that of the pair averaged over u: (Δ²/4)·(1−m)²·2m(1−2m).
func (u Unit) DisARM() float64 {
	m, d := u.rare(), u.delta()
	return d * d / 4 * (1 - m) * (1 - m) * 2 * m * (1 - 2*m)
}

// StraightThrough is the mean and the variance of c·∂f/∂h, with c = 1, or p(1−p) for the form
// that keeps the derivative of the sigmoid.
func (u Unit) StraightThrough(c float64) (mean, variance float64) {
	d := u.delta()
	mean = c * (d + 2*u.P - 1)
	return mean, c * c * 4 * u.v()
}
