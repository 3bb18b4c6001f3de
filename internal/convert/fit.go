package convert

import (
	"context"

	"gater/data"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// fit teaches gater l what its blocks are worth to a row, beside the row's others: it learns, by the
// squares,
//
//	t_rk = imp_rk / mean_k(imp_rk),
//
// for the inputs that reach it with the gates before it shut as in use. Against imp itself, rows that
// excite the layer little keep their share of the blocks.
func (c *conversion) fit(ctx context.Context, l int) error {
	g := c.net.Gates[l]
	gater := g.Layer.Gate.(nn.Seq)
	learner := gater[:len(gater)-1]
	c.fresh(l, learner)
	steps := c.order.Steps()
	o := opt.New(opt.Adam{}, opt.Cosine{From: 2e-3, To: 2e-5, Epochs: float64(c.GaterEpochs)}, learner)

	x, h := mat.New(c.Batch, g.Layer.In()), mat.New(c.Batch, g.Layer.Units())
	front := append(append(nn.Seq{}, c.net.Net[:c.net.front+l]...), tap(x), g.Layer)
	see := func(y *nn.Var) []float64 { copy(h.Data, y.Val.Data); return nil }
	pass := nn.Pass{Pool: c.Pool}
	head := nn.MSE{Pass: &pass, Targets: mat.New(c.Batch, g.Layer.Blocks())}
	use := nn.Pass{Pool: c.Pool}
	if err := c.enter(l, "gater "+g.Name, c.GaterEpochs*steps, o); err != nil {
		return err
	}
	for c.at.Step < c.at.Of {
		if err := c.stopped(ctx); err != nil {
			return err
		}
		s := c.at.Step
		c.batch(l+1, s)
		use.Run(nn.Use, front, c.x, see)
		importance(c.Pool, head.Targets, h, c.net.grams[l])
		for r := range head.Targets.Rows {
			relative(head.Targets.Row(r))
		}
		pass.Run(nn.Learn, learner, x, head.Loss)
		o.Step(c.Pool, c.Batch, float64(s)/float64(steps))
		c.at.Step++
		c.say()
	}
	return nil
}

// fresh draws the weights of a gater.
func (c *conversion) fresh(l int, gater nn.Seq) {
	noise := train.InitNoise(c.Seed)
	site := 8 * l
	for _, x := range gater {
		if x, ok := x.(*nn.Linear); ok {
			nn.Glorot(x.W.Val, x.In(), x.Out(), 1, noise.At(site))
			x.B.Val.Zero()
			site++
		}
	}
}

// tap copies what passes it.
type tap mat.M

func (t tap) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	copy(t.Data, x.Val.Data)
	return next(x)
}

// relative divides by the mean, unless that is 0.
func relative(x []mat.Float) {
	sum := mat.Float(0)
	for _, v := range x {
		sum += v
	}
	if sum > 0 {
		for i := range x {
			x[i] *= mat.Float(len(x)) / sum
		}
	}
}

// batch gathers step s of a stage of the conversion, which has an order of its own.
func (c *conversion) batch(stage, s int) {
	c.order.Seed = c.Seed<<8 + uint64(stage)
	c.order.Indices(c.idx, s/c.order.Steps(), s%c.order.Steps())
	data.Gather(c.x.Data, c.labels, c.Data.Train, c.idx)
}
