package kern

import "math"

// Plain twins of the elementwise kernels; see vec.go for the contracts.

func sigmoidRef(dst, a []Float) {
	for i, x := range a {
		dst[i] = Float(1 / (1 + math.Exp(-float64(x))))
	}
}

func tanhRef(dst, a []Float) {
	for i, x := range a {
		dst[i] = Float(math.Tanh(float64(x)))
	}
}

func expRef(dst, a []Float) {
	for i, x := range a {
		dst[i] = Float(math.Exp(float64(x)))
	}
}

func reluRef(dst, a []Float) {
	for i, x := range a {
		dst[i] = max(0, x)
	}
}

func reluBackRef(y, x, a []Float) {
	for i, a := range a {
		if a > 0 {
			y[i] += x[i]
		}
	}
}

func sqrtRef(dst, a []Float) {
	for i, x := range a {
		dst[i] = sqrt(x)
	}
}

func mulRef(dst, a, x []Float) {
	for i, a := range a {
		dst[i] = a * x[i]
	}
}

func aboveRef(dst, a, x []Float) {
	for i, a := range a {
		on := Float(0)
		if a > x[i] {
			on = 1
		}
		dst[i] = on
	}
}

func overRef(dst, a []Float, theta Float) {
	for i, a := range a {
		on := Float(0)
		if a > theta {
			on = 1
		}
		dst[i] = on
	}
}

func axpyRef(y []Float, alpha Float, x []Float) {
	for i := range y {
		y[i] += Float(alpha * x[i])
	}
}

func scaleRef(y []Float, alpha Float) {
	for i := range y {
		y[i] *= alpha
	}
}

func sumSqRef(x []Float) float64 {
	var s float64
	for _, v := range x {
		s += float64(float64(v) * float64(v))
	}
	return s
}

func squaresRef(sum []float64, a []Float, ld int) {
	clear(sum)
	for n := len(sum); n > 0 && len(a) >= ld; a = a[ld:] {
		for j, v := range a[:n] {
			sum[j] += float64(float64(v) * float64(v))
		}
	}
}

func sgdRef(w, v, g []Float, lr, mu, gscale Float) {
	step := Float(lr * gscale)
	for i := range w {
		v[i] = Float(mu*v[i]) - Float(step*g[i])
		w[i] += v[i]
	}
}

func rmspropRef(w, s, g []Float, lr, rho, eps, gscale Float) {
	for i := range w {
		d := Float(gscale * g[i])
		s[i] = Float(rho*s[i]) + Float((1-rho)*Float(d*d))
		w[i] -= Float(lr*d) / (sqrt(s[i]) + eps)
	}
}

func adamRef(w, m, v, g []Float, lr, b1, b2, eps, decay, c1, c2, gscale Float) {
	for i := range w {
		d := Float(gscale * g[i])
		m[i] = Float(b1*m[i]) + Float((1-b1)*d)
		v[i] = Float(b2*v[i]) + Float((1-b2)*Float(d*d))
		step := Float(m[i]*c1) / (sqrt(Float(v[i]*c2)) + eps)
		w[i] -= Float(lr * (step + Float(decay*w[i])))
	}
}

func adamIdleRef(w, m, v []Float, keep, move, eps, dev, b1, b2 Float) {
	for i := range w {
		d := sqrt(v[i]) + eps
		t := dev / d
		q := m[i] / d
		w[i] = Float(keep*w[i]) - Float(move*(q+Float(q*Float(t*t))))
		m[i] *= b1
		v[i] *= b2
	}
}

func sqrt(x Float) Float { return Float(math.Sqrt(float64(x))) }
