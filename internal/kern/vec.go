package kern

import "fmt"

// same panics unless all lengths equal n, the length of the first argument.
func same(name string, n int, lens ...int) {
	for _, l := range lens {
		if l != n {
			panic(fmt.Sprintf("kern: %s: operands have %d and %d elements, want equal lengths", name, n, l))
		}
	}
}

// Sigmoid is dst = 1/(1+e^(-a)) elementwise. dst may be a.
func Sigmoid(dst, a []Float) {
	same("Sigmoid", len(dst), len(a))
	sigmoidRef(dst, a)
}

// Tanh is dst = tanh(a) elementwise. dst may be a.
func Tanh(dst, a []Float) {
	same("Tanh", len(dst), len(a))
	tanhRef(dst, a)
}

// Exp is dst = e^a elementwise. dst may be a.
func Exp(dst, a []Float) {
	same("Exp", len(dst), len(a))
	expRef(dst, a)
}

// Axpy is y += alpha·x.
func Axpy(y []Float, alpha Float, x []Float) {
	same("Axpy", len(y), len(x))
	axpyRef(y, alpha, x)
}

// Scale is y *= alpha.
func Scale(y []Float, alpha Float) { scaleRef(y, alpha) }

// SumSq returns Σ x², summed in float64.
func SumSq(x []Float) float64 { return sumSqRef(x) }

// SGD is one step of momentum descent, with g scaled by gscale:
//
//	v = mu·v - lr·gscale·g
//	w = w + v
func SGD(w, v, g []Float, lr, mu, gscale Float) {
	same("SGD", len(w), len(v), len(g))
	sgdRef(w, v, g, lr, mu, gscale)
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
	rmspropRef(w, s, g, lr, rho, eps, gscale)
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
	adamRef(w, m, v, g, lr, b1, b2, eps, decay, c1, c2, gscale)
}
