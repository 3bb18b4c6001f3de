package kern

// SGD is one step of momentum descent, with g scaled by gscale:
//
//	v = mu·v - lr·gscale·g
//	w = w + v
func SGD(w, v, g []Float, lr, mu, gscale Float) {
	same("SGD", len(w), len(v), len(g))
	if active == nil {
		sgdRef(w, v, g, lr, mu, gscale)
		return
	}
	for n := 0; len(w) > 0; w, v, g = w[n:], v[n:], g[n:] {
		n = min(len(w), vecCall)
		active.sgd(&w[0], &v[0], &g[0], n, lr*gscale, mu)
	}
}

// RMSprop is one step of RMSprop with g' = gscale·g:
//
//	s = rho·s + (1-rho)·g'²
//	w = w - lr·g'/(√s+eps)
//
// Source: Tieleman and Hinton, Lecture 6.5 of Neural Networks for Machine
// Learning, 2012.
func RMSprop(w, s, g []Float, lr, rho, eps, gscale Float) {
	same("RMSprop", len(w), len(s), len(g))
	if active == nil {
		rmspropRef(w, s, g, lr, rho, eps, gscale)
		return
	}
	for n := 0; len(w) > 0; w, s, g = w[n:], s[n:], g[n:] {
		n = min(len(w), vecCall)
		active.rmsprop(&w[0], &s[0], &g[0], n, lr, rho, 1-rho, eps, gscale)
	}
}

// Adam is one step of Adam with decoupled weight decay, with g' = gscale·g:
//
//	m = b1·m + (1-b1)·g'
//	v = b2·v + (1-b2)·g'²
//	w = w - lr·(m·c1/(√(v·c2)+eps) + decay·w)
//
// where c1 = 1/(1-b1^t) and c2 = 1/(1-b2^t) at step t. Sources: Kingma and Ba,
// arXiv 1412.6980; Loshchilov and Hutter, arXiv 1711.05101.
func Adam(w, m, v, g []Float, lr, b1, b2, eps, decay, c1, c2, gscale Float) {
	same("Adam", len(w), len(m), len(v), len(g))
	if active == nil {
		adamRef(w, m, v, g, lr, b1, b2, eps, decay, c1, c2, gscale)
		return
	}
	for n := 0; len(w) > 0; w, m, v, g = w[n:], m[n:], v[n:], g[n:] {
		n = min(len(w), vecCall)
		active.adam(&w[0], &m[0], &v[0], &g[0], n, lr, b1, 1-b1, b2, 1-b2, eps, decay, c1, c2, gscale)
	}
}

// AdamIdle is many steps of Adam without a gradient at once:
//
//	w = keep·w - move·m/(√v+eps)·(1 + dev²/(√v+eps)²)
//	m = b1·m
//	v = b2·v
//
// The single steps move w by a_i·m/(√v+e_i); move is Σa_i, and eps and dev are
// the mean and the standard deviation of the e_i with the weights a_i.
func AdamIdle(w, m, v []Float, keep, move, eps, dev, b1, b2 Float) {
	same("AdamIdle", len(w), len(m), len(v))
	if active == nil {
		adamIdleRef(w, m, v, keep, move, eps, dev, b1, b2)
		return
	}
	for n := 0; len(w) > 0; w, m, v = w[n:], m[n:], v[n:] {
		n = min(len(w), vecCall)
		active.adamIdle(&w[0], &m[0], &v[0], n, keep, move, eps, dev, b1, b2)
	}
}
