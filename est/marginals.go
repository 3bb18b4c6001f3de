package est

// marginals sets μ_j = p_j·Σ_r C_j(r)·S_{j+1}(k−1−r) / C_d(k), S being C from the other end.
func (t *counts) marginals() {
	t.backwards(func(j int, c, _ []float64) {
		sum := 0.0
		for r, x := range c[:t.k] {
			sum += x * t.suf[t.k-1-r]
		}
		t.mu[j] = t.p[j] * sum / t.pre[t.d*(t.k+1)+t.k]
	})
}

// pull is g_j += Cov(h_j, v·h) = E[h_j·(v·h)], with v less its mean Σμv/k, which nothing depends on.
func (t *counts) pull(g, v []Float) {
	t.marginals()
	mean, n := 0.0, t.k+1
	for j, μ := range t.mu {
		mean += μ * float64(v[j]) / float64(t.k)
	}
	clear(t.first[:n])
	for j, p := range t.p {
		t.v[j] = float64(v[j]) - mean
		c, d, next := t.pre[j*n:(j+1)*n], t.first[j*n:(j+1)*n], t.first[(j+1)*n:]
		next[0] = (1 - p) * d[0]
		for r := 1; r < n; r++ {
			next[r] = (1-p)*d[r] + p*(d[r-1]+t.v[j]*c[r-1])
		}
	}
	t.backwards(func(j int, c, d []float64) {
		sum := 0.0
		for r, x := range c[:t.k] {
			sum += (d[r]+t.v[j]*x)*t.suf[t.k-1-r] + x*t.last[t.k-1-r]
		}
		g[j] += Float(t.p[j] * sum / t.pre[t.d*n+t.k])
	})
}

// backwards calls f for each unit from the last on, with C and its weighed form before it in c and
// d, and after it in suf and last.
func (t *counts) backwards(f func(j int, c, d []float64)) {
	clear(t.suf)
	clear(t.last)
	t.suf[0] = 1
	n := t.k + 1
	for j := t.d - 1; j >= 0; j-- {
		f(j, t.pre[j*n:(j+1)*n], t.first[j*n:(j+1)*n])
		p := t.p[j]
		for r := t.k; r >= 0; r-- {
			t.suf[r], t.last[r] = (1-p)*t.suf[r], (1-p)*t.last[r]
			if r > 0 {
				t.suf[r] += p * t.suf[r-1]
				t.last[r] += p * (t.last[r-1] + t.v[j]*t.suf[r-1])
			}
		}
	}
}
