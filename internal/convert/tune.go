package convert

import (
	"context"
	"fmt"
	"math"

	"gater/data"
	"gater/est"
	"gater/internal/rng"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// tune trains the network with its gates hard, on the labels and on what the dense network made of
// the same rows. Three steps in four have the share of blocks open that is asked for, the fourth a
// share drawn from least to 1 evenly in its logarithm, so that the network works at any of them
// (after Yu and Huang, 2019, arXiv 1903.05134). The best network on the validation rows is kept.
func (c *conversion) tune(ctx context.Context) error {
	n := c.net
	shifts, undo := n.shifted()
	defer undo()
	net, rate, looks := nn.Seq{n.Net[:n.front], est.Dropout{Keep: 1 - c.Dropout}, n.Net[n.front:]}, c.Rate, 1
	if c.Adversary > 0 && c.Data.Train.X != nil { // every batch is learnt twice
		net, rate, looks = append(nn.Seq{nn.Adversarial{Eps: c.Adversary, Lo: 0, Hi: 1}}, net...), rate/2, 2
	}
	if c.Data.Train.Task == data.Number { // the slope of a square has no bound
		rate /= 10
	}
	for _, g := range n.Gates {
		g.Layer.Skip = nn.SkipOf(g.Layer.Gate)
	}
	noise := train.NewNoise(c.Seed)
	noise.Pool = c.Pool
	pass := nn.Pass{Pool: c.Pool, Noise: noise}
	head := c.lesson(&pass)
	last := head.loss
	o := opt.New(opt.SGD{Momentum: opt.Constant(0.9)}, opt.Cosine{From: rate, To: rate / 100, Epochs: float64(c.Epochs)}, net,
		opt.Group{Match: "gate.", Rate: c.GaterRate})
	o.Fuse()

	steps, shares := c.order.Steps(), between(c.Least, 1, 8)
	draw := make([]int32, 1)
	if err := c.enter(len(n.Gates), "tuning", c.Epochs*steps, o); err != nil {
		return err
	}
	head.count(c.at.Wrong)
	for c.at.Step < c.at.Of {
		if err := c.stopped(ctx); err != nil {
			return err
		}
		s, share := c.at.Step, c.Active
		if s%4 == 3 {
			rng.Key{Seed: c.Seed, Step: uint32(s), Site: 1}.Ints(draw, len(shares))
			share = shares[draw[0]]
		}
		for _, l := range shifts {
			l.share = share
		}
		c.batch(0, s)
		head.turn(c.idx)
		noise.SetStep(s)
		pass.Run(nn.Learn, net, c.x, last)
		o.Step(c.Pool, c.Batch, float64(s)/float64(steps))
		c.at.Step++
		wrong, counted := head.missed()
		c.at.Wrong = wrong
		c.say()
		if c.at.Step%steps == 0 {
			o.Flush(c.Pool)
			r := c.judge()
			if math.IsNaN(r.Loss) || math.IsInf(r.Loss, 0) {
				return fmt.Errorf("%w in epoch %d at a rate of %v: give a lower --rate", train.ErrDiverged, s/steps+1, c.Rate)
			}
			right := math.NaN()
			if counted {
				right = 1 - float64(wrong)/float64(looks*steps*c.Batch)
			}
			c.epoch(s/steps+1, right, r)
			c.best.offer(n.Net, r)
			head.count(0)
			c.at.Wrong = 0
			if err := c.save(); err != nil {
				return err
			}
		}
	}
	c.best.back(n.Net)
	return nil
}

// between is n numbers from lo to hi, each the same multiple of the one before.
func between(lo, hi float64, n int) (x []float64) {
	for i := range n {
		x = append(x, lo*math.Pow(hi/lo, float64(i)/float64(n-1)))
	}
	return x
}
