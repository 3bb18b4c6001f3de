// Package convert turns a dense network that is trained already into a gated one.
//
// The units of each hidden layer are put into blocks by what they do for the same examples; the
// weights move with them, so that with all gates open the network computes what it did. A small
// gater per layer learns what each block is worth, and then everything is trained on, the dense
// network its teacher, with as few blocks open as were asked for. After Zhang and others (MoEfication,
// 2022, arXiv 2110.01786) and Szatkowski and others (D2DMoE, 2024, arXiv 2310.04361), with hard gates
// of 1 throughout and any share of blocks in one network.
package convert

import (
	"context"
	"fmt"

	"gater/data"
	"gater/est"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// Settings say how to convert; Defaults has all but Active and Seed.
type Settings struct {
	Active float64 `json:"active"` // share of the blocks to be open for an example
	Seed   uint64  `json:"seed"`

	Width       int     `json:"width"`        // units of a block
	Rank        int     `json:"rank"`         // hidden units of a gater
	Look        int     `json:"look"`         // training rows that units are grouped by
	GaterEpochs int     `json:"gater_epochs"` // passes over the training rows for each gater
	Epochs      int     `json:"epochs"`       // passes with the gates on
	Least       float64 `json:"least"`        // the least share trained for
	Batch       int     `json:"batch"`
	Rate        float64 `json:"rate"`       // learning rate at the start; it falls to a hundredth
	GaterRate   float64 `json:"gater_rate"` // the gaters', as a factor on Rate
	Whole       bool    `json:"whole"`      // shut gates learn too, which takes as long as a dense network does
	Dropout     float64 `json:"dropout"`    // share of the inputs dropped in training
	Adversary   float64 `json:"adversary"`  // ε of adversarial training, of pictures; see nn.Adversarial
	Teacher     float64 `json:"teacher"`    // weight of the dense network's opinion against the labels', 0 to 1
	Temper      float64 `json:"temper"`     // temperature at which it is asked
}

// Options are the settings, and what a conversion works on and with.
type Options struct {
	Settings
	Data *data.Splits // its test part is not looked at
	Pool *mat.Pool

	// Gate is how gates learn: 1 where a score is above the threshold, else 0. With open, those that are
	// shut learn nothing, and training skips their blocks.
	Gate func(open bool) est.Estimator

	Keeper Keeper // keeps the conversion on its way; may be nil

	Step  func(stage string, done, of int)               // may be nil
	Epoch func(epoch int, right float64, r train.Result) // may be nil; right is NaN where the task has no classes
}

// Defaults are settings for pictures and tables of thousands of rows and more.
func Defaults() Settings {
	return Settings{Active: 0.1, Width: 32, Rank: 64, Look: 2048, GaterEpochs: 1, Epochs: 12, Least: 0.03, Batch: 128,
		Rate: 0.1, GaterRate: 1, Dropout: 0.1, Adversary: 0.1, Teacher: 0.5, Temper: 2}
}

// Net is a gated network that was dense.
type Net struct {
	Net   nn.Seq
	Gates []train.Gate

	front int       // layers before the first gated one
	grams [][]mat.M // what the blocks of each gate add to the next layer
}

// conversion is one on its way.
type conversion struct {
	Options
	net     *Net
	eval    *train.Evaluator
	order   *data.Order
	x       mat.M
	idx     []int32
	labels  []int32
	teacher mat.M // what the dense network says of every training row

	old  *Stand // where it was stopped; nil: it was not, or is past that
	at   Stand
	opt  *opt.Optimiser // of the stage at hand
	best keep
}

// Gate converts a dense network of linear layers with rectifiers between them, behind an embedding or
// none, from the start or from where the keeper has it. If ctx ends it saves, and returns ctx's error.
func Gate(ctx context.Context, dense nn.Seq, o Options) (*Net, error) {
	front, layers, err := parts(dense)
	if err != nil {
		return nil, err
	}
	if err := o.check(front, layers); err != nil {
		return nil, err
	}
	look := mat.New(min(o.Look, o.Data.Train.Len()), o.Data.Train.Dim())
	data.Range(look.Data, make([]int32, look.Rows), o.Data.Train, 0)
	c := &conversion{Options: o, net: regrouped(o.Pool, front, layers, look, o),
		order: &data.Order{N: o.Data.Train.Len(), Batch: o.Batch},
		x:     mat.New(o.Batch, o.Data.Train.Dim()), idx: make([]int32, o.Batch), labels: make([]int32, o.Batch)}
	c.eval = &train.Evaluator{Net: c.net.Net, Pool: o.Pool}
	c.ask(dense, layers[len(layers)-1].Out())
	if o.Keeper != nil {
		if c.old, err = o.Keeper.Stand(); err != nil {
			return nil, err
		}
	}
	for l := range c.net.Gates {
		if c.old != nil && l < c.old.Stage {
			continue
		}
		if err := c.fit(ctx, l); err != nil {
			return nil, err
		}
		c.cut(l)
	}
	if err := c.tune(ctx); err != nil {
		return nil, err
	}
	c.judge()
	return c.net, nil
}

// regrouped groups the units by what they do on rows x, and moves the weights: the network computes
// what the dense one did, all its gates open.
func regrouped(pool *mat.Pool, front nn.Seq, layers []*nn.Linear, x mat.M, o Options) *Net {
	var at [][]int32
	for i, z := range actions(pool, layers, through(pool, front, x)) {
		blocks := (z.Rows + o.Width - 1) / o.Width
		at = append(at, places(group(pool, z, blocks, o.Width, rng.Key{Seed: o.Seed, Draw: uint32(i)}), o.Width))
	}
	return split(copied(front), layers, at, o.Width, o.Rank, o.Gate(!o.Whole))
}

// check says what is wrong with the options, if anything.
func (o *Options) check(front nn.Seq, layers []*nn.Linear) error {
	in, out := layers[0].In(), layers[len(layers)-1].Out()
	for _, l := range front {
		in = l.(*nn.Embedding).In()
	}
	switch d := o.Data; {
	case !(o.Active > 0 && o.Active < 1):
		return fmt.Errorf("active is %v: it must be a share of the blocks between 0 and 1, such as 0.1", o.Active)
	case d.Train.Dim() != in || len(d.Train.Classes) > out:
		return fmt.Errorf("%s has rows of %d numbers in %d classes, the network takes %d and tells %d apart: give the data it was trained on",
			d.Name, d.Train.Dim(), len(d.Train.Classes), in, out)
	case d.Train.Len() < o.Batch:
		return fmt.Errorf("%s has %d training rows: gating takes a batch of %d at least", d.Name, d.Train.Len(), o.Batch)
	}
	return nil
}

// ask keeps what the dense network says of every training row.
func (c *conversion) ask(dense nn.Layer, classes int) {
	set := c.Data.Train
	c.teacher = mat.New(set.Len(), classes)
	pass := nn.Pass{Pool: c.Pool}
	for lo := 0; lo < set.Len(); lo += c.Batch {
		x := c.x.Slice(0, min(c.Batch, set.Len()-lo))
		data.Range(x.Data, c.labels[:x.Rows], set, lo)
		pass.Run(nn.Use, dense, x, func(y *nn.Var) []float64 {
			copy(c.teacher.Slice(lo, lo+x.Rows).Data, y.Val.Data)
			return nil
		})
	}
}

func (c *conversion) say() {
	if c.Step != nil {
		c.Step(c.at.Name, c.at.Step, c.at.Of)
	}
}

func (c *conversion) epoch(n int, right float64, r train.Result) {
	if c.Epoch != nil {
		c.Epoch(n, right, r)
	}
}
