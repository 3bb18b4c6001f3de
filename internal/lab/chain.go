package lab

import "gater/nn"

// logits is a linear layer's output for inputs of bits, kept up to date flip by flip: a changed
// bit costs one row of the weights.
type logits struct {
	w     [][]float64
	state int       // the bits
	a     []float64 // b + h·W
}

func newLogits(l *nn.Linear) *logits {
	x := &logits{a: wide(l.B.Val.Data)}
	for i := range l.In() {
		x.w = append(x.w, wide(l.W.Val.Row(i)))
	}
	return x
}

// flip turns a bit, or none if it is negative.
func (x *logits) flip(bit int) {
	if bit < 0 {
		return
	}
	x.state ^= 1 << bit
	sign := float64(2*(x.state>>bit&1) - 1)
	for j, w := range x.w[bit] {
		x.a[j] += sign * w
	}
}

// transition is how a layer of units follows from the layer before: a row of probabilities σ(a)
// for every input.
type transition struct {
	in [][]float64
	p  [][]float64
}

func newTransition(l *nn.Linear, in [][]float64) *transition {
	t := &transition{in: in, p: make([][]float64, len(in))}
	x := newLogits(l)
	if len(in) == 1 { // not bits
		for i, v := range in[0] {
			for j, w := range x.w[i] {
				x.a[j] += v * w
			}
		}
		t.p[0] = sigmoids(x.a)
		return t
	}
	gray(l.In(), func(flip int) {
		x.flip(flip)
		t.p[x.state] = sigmoids(x.a)
	})
	return t
}

// outcome is the probability of outputs under p.
func outcome(p, h []float64) float64 {
	w := 1.0
	for j, q := range p {
		w *= q*h[j] + (1-q)*(1-h[j])
	}
	return w
}

// reach is the probability of every input of this layer and of those after it.
func (t *transition) reach(after []*transition) [][]float64 {
	at := [][]float64{{1}}
	all := append([]*transition{t}, after...)
	for k, next := range after {
		p := floats(len(next.in))
		for i, w := range at[k] {
			for s, h := range next.in {
				p[s] += w * outcome(all[k].p[i], h)
			}
		}
		at = append(at, p)
	}
	return at
}

// back takes the value of every output to that of every input, and adds to g the gradient of the
// layer's weights and biases, reach being the probability of the inputs.
func (t *transition) back(value, reach, g []float64) []float64 {
	was := floats(len(t.in))
	n := len(t.p[0])
	for i, x := range t.in {
		for s, v := range value {
			h := bitsOf(s, n)
			w := outcome(t.p[i], h) * v
			was[i] += w
			for j := range n {
				d := reach[i] * w * (h[j] - t.p[i][j])
				for k, xk := range x {
					g[k*n+j] += d * xk
				}
				g[len(x)*n+j] += d
			}
		}
	}
	return was
}

// bitsOf is bits 0 to n−1 of s.
func bitsOf(s, n int) []float64 {
	h := floats(n)
	for j := range h {
		h[j] = float64(s >> j & 1)
	}
	return h
}

func wide(x []Float) []float64 {
	y := floats(len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

func sigmoids(a []float64) []float64 {
	p := floats(len(a))
	for i, v := range a {
		p[i] = sigmoid(v)
	}
	return p
}
