package esttest

import (
	"fmt"
	"math"

	"gater/est"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// deep is a net with two layers of units between three linear layers, one input and one target:
// 3 and then 2 bits, 23 parameters in all, or two and then one unit of several columns.
type deep struct {
	linear [3]*nn.Linear
	pass   *nn.Pass
}

func newDeep(law Law) *deep {
	d := &deep{pass: &nn.Pass{Poison: true}}
	a, b := 3, 2
	if k := law.Group(); k > 1 {
		a, b = 2*k, k
	}
	for i, n := range [][2]int{{2, a}, {a, b}, {b, 2}} {
		d.linear[i] = nn.NewLinear(n[0], n[1])
		rng.Normal(d.linear[i].W.Val.Data, rng.Key{Seed: 20, Site: uint32(i)})
		rng.Normal(d.linear[i].B.Val.Data, rng.Key{Seed: 21, Site: uint32(i)})
	}
	return d
}

// learn takes rows of the one input through the net with units a and b, and returns the
// parameters' gradients.
func (d *deep) learn(rows int, a, b nn.Layer, wrap func(nn.Next) nn.Next) (loss, grad []float64) {
	net := nn.Seq{d.linear[0], a, d.linear[1], b, d.linear[2]}
	for _, p := range nn.Params(net) {
		p.Grad.Zero()
	}
	head := &nn.MSE{Pass: d.pass, Targets: Rows([]float64{1, -0.5}, rows)}
	loss = d.pass.Run(nn.Learn, net, Rows([]float64{0.7, -0.4}, rows), wrap(head.Loss))
	for _, p := range nn.Params(net) {
		grad = append(grad, Wide(p.Grad.Data)...)
	}
	return loss, grad
}

// exact is E[L] and its gradient: all paths through the same layers.
func (d *deep) exact(law Law) (loss float64, grad []float64) {
	all := &paths{}
	a, b := all.pin(law, d.linear[0].Out()), all.pin(law, d.linear[1].Out())
	losses, grad := d.learn(all.ones(), a, b, all.head)
	for _, l := range losses {
		loss += l
	}
	return loss, grad
}

// Deviation is how far the mean of an estimate is from the truth.
type Deviation struct {
	Z        float64 // the largest over the parameters, in standard errors
	Param    int     // which one that was
	Variance float64 // of one row's estimate, summed over the parameters
}

func (d Deviation) String() string {
	return fmt.Sprintf("%.1f standard errors off in parameter %d, variance %.3g", d.Z, d.Param, d.Variance)
}

// Deep trains two layers of units by estimators that make hands out, for so many passes of so
// many rows, and compares the mean gradient of all parameters with that of the exact expected
// loss under the law. Under 4.5 standard errors is what an unbiased estimator gives; one that is
// not should be over 10.
func Deep(make func() est.Estimator, law Law, passes, rows int) (dev Deviation) {
	d := newDeep(law)
	_, want := d.exact(law)
	a, b := est.New(make()), est.New(make())
	noise, tally := Noise(7), Tally{}
	d.pass.Noise = noise
	for i := range passes {
		noise.Step(i)
		_, grad := d.learn(rows, a, b, func(h nn.Next) nn.Next { return h })
		for j := range grad {
			grad[j] /= float64(rows)
		}
		tally.Add(grad...)
	}
	dev.Z, dev.Param = tally.Far(want)
	for i := range want {
		dev.Variance += tally.Var(i) * float64(rows)
	}
	return dev
}

// Shallow is E[f] and its gradient over one layer of units of a law with inputs a.
func Shallow(law Law, a []float64, f Func) (loss float64, grad []float64) {
	all := &paths{}
	l := all.pin(law, len(a))
	rows := all.ones()
	p := &nn.Pass{}
	s := &Source{A: Rows(a, rows)}
	losses := p.Run(nn.Learn, nn.Seq{s, l}, mat.New(rows, 0), all.head(f.Head(p)))
	grad = make([]float64, len(a))
	for r, l := range losses {
		loss += l
		for j, d := range Wide(s.Grad.Row(r)) {
			grad[j] += d
		}
	}
	if math.IsNaN(loss) {
		panic("esttest: Shallow: the expected loss is NaN")
	}
	return loss, grad
}
