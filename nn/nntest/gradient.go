package nntest

import (
	"math"
	"strconv"
	"unsafe"

	"gater/mat"
	"gater/nn"
)

// Double reports whether mat.Float is float64, as under the build tag f64.
const Double = unsafe.Sizeof(mat.Float(0)) == 8

// Tol is tight if Double, else loose.
func Tol(tight, loose float64) float64 {
	if Double {
		return tight
	}
	return loose
}

// small is the most coordinates that Gradient tries one by one.
const small = 400

// Gradient compares the gradient g that Learn leaves, of the input and all parameters θ, with
// differences of the value under the same noise: along three random directions, and along each
// coordinate of a small layer,
//
//	L(θ+v) − L(θ−v) = ⟨g, (θ+v) − (θ−v)⟩ ± tol·‖g‖·‖2v‖.
//
// A shut block of X is not a coordinate. tol is 1e-7 in float64, 3e-3 in float32.
func Gradient(t T, c Case) {
	t.Helper()
	c = c.ready()
	θ := c.coordinates()
	o := c.run(nn.Learn, 0, c.X.Rows, false)
	g := flat(o)
	v := make([]float64, len(g))
	for i := range uint64(3) {
		draw(v, 1, 5, i)
		c.compare(t, θ, g, v, "a random direction")
	}
	if len(g) > small {
		return
	}
	for i, x := range θ {
		if x != nil {
			clear(v)
			v[i] = 1
			c.compare(t, θ, g, v, c.name(i))
		}
	}
}

// compare moves θ along ±step·v and holds the difference of the losses to g.
func (c Case) compare(t T, θ []*mat.Float, g, v []float64, what string) {
	t.Helper()
	step, tol := Tol(1e-5, 1e-3), Tol(1e-7, 3e-3)
	old := make([]mat.Float, len(θ))
	moved := make([]float64, len(θ)) // (θ+v) − (θ−v), as rounded
	at := func(sign float64) (sum float64) {
		for i, x := range θ {
			if x != nil {
				*x = old[i] + mat.Float(sign*step*v[i])
				moved[i] += sign * float64(*x)
			}
		}
		for _, l := range c.run(nn.Look, 0, c.X.Rows, false).loss {
			sum += l
		}
		return sum
	}
	for i, x := range θ {
		if x != nil {
			old[i] = *x
		}
	}
	got := at(+1) - at(-1)
	want, norm, length := 0.0, 0.0, 0.0
	for i, x := range θ {
		if x != nil {
			*x = old[i]
			want += g[i] * moved[i]
			norm += g[i] * g[i]
			length += moved[i] * moved[i]
		}
	}
	if room := tol * math.Sqrt(norm*length); !(math.Abs(got-want) <= room) {
		t.Errorf("%s: the loss changes by %.9g, the gradient says %.9g; %.2g is allowed", what, got, want, room)
	}
}

// coordinates points at every number of X and of the parameters; nil where X is shut.
func (c Case) coordinates() (θ []*mat.Float) {
	for i := range c.X.Data {
		θ = append(θ, &c.X.Data[i])
		r, j := i/c.X.Cols, i%c.X.Cols
		if c.Width != 0 && c.Gates.Row(r)[j/c.Width] == 0 {
			θ[i] = nil
		}
	}
	for _, p := range nn.Params(c.Layer) {
		for i := range p.Val.Data {
			θ = append(θ, &p.Val.Data[i])
		}
	}
	return θ
}

// name is the name of a coordinate.
func (c Case) name(i int) string {
	names := []string{"input"}
	sizes := []int{len(c.X.Data)}
	for name, p := range nn.Params(c.Layer) {
		names, sizes = append(names, name), append(sizes, len(p.Val.Data))
	}
	k := 0
	for ; i >= sizes[k]; k++ {
		i -= sizes[k]
	}
	return names[k] + " " + strconv.Itoa(i)
}

func flat(o outcome) (g []float64) {
	for _, part := range append([][]mat.Float{o.dx}, o.grads...) {
		for _, v := range part {
			g = append(g, float64(v))
		}
	}
	return g
}
