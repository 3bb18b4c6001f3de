package convert

import (
	"context"
	"fmt"
	"iter"

	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// Keeper keeps a conversion on its way, so that it can go on after it was stopped.
type Keeper interface {
	Stand() (*Stand, error)                                 // what was last saved; nil: nothing was
	Load(tensors iter.Seq2[string, train.Tensor]) error     // fills what was saved with it
	Save(s *Stand, t iter.Seq2[string, train.Tensor]) error // after a stage, an epoch, and when it is stopped
}

// Stand is where a conversion stands. With the tensors that are saved beside it, and the network, data
// and Settings it began with, it is all that the conversion needs to go on, to the same bits. Groups
// and the teacher's opinion are worked out again.
type Stand struct {
	Stage      int       `json:"stage"` // the gater that is fitted; as many as there are: all is tuned
	Name       string    `json:"name"`  // of the stage, as Options.Step is told
	Step       int       `json:"step"`  // steps done in it
	Of         int       `json:"of"`    // of so many
	Thresholds []float64 `json:"thresholds"`
	Wrong      int       `json:"wrong,omitempty"` // rows that were wrong in the epoch at hand
	Best       *Best     `json:"best,omitempty"`  // nil: no epoch is over
}

// Best is what the best network so far made of the validation rows.
type Best struct {
	Error float64 `json:"error"`
	Loss  float64 `json:"loss"`
}

// enter begins a stage of so many steps with its optimiser, or goes on in it where it was stopped.
func (c *conversion) enter(stage int, name string, steps int, o *opt.Optimiser) error {
	c.opt, c.at = o, Stand{Stage: stage, Name: name, Of: steps}
	if c.old == nil {
		return c.save()
	}
	s := *c.old
	c.old = nil
	if s.Stage != stage || s.Name != name || s.Of != steps || s.Step < 0 || s.Step > steps || len(s.Thresholds) != len(c.net.Gates) {
		return fmt.Errorf("what was kept is of another conversion (step %d of %d of %.40q; here are %d of %s): begin again", s.Step, s.Of, s.Name, steps, name)
	}
	if s.Best != nil {
		c.best.fill(c.net.Net, train.Result{Error: s.Best.Error, Loss: s.Best.Loss})
	}
	if err := c.Keeper.Load(c.state()); err != nil {
		return err
	}
	for i, g := range c.net.Gates {
		g.Units.SetThreshold(s.Thresholds[i])
		if i < stage {
			c.net.Gates[i].Target = c.Active
		}
	}
	o.SetCount(s.Step)
	c.at = s
	return nil
}

// state is all numbers of the stage at hand: weights, the optimiser's moments, the best network.
func (c *conversion) state() iter.Seq2[string, train.Tensor] {
	return func(yield func(string, train.Tensor) bool) {
		for name, t := range train.Tensors(c.net.Net) {
			if !yield("net."+name, t) {
				return
			}
		}
		for name, m := range c.opt.Slots() {
			if !yield("opt."+name, train.Tensor{M: m}) {
				return
			}
		}
		i := 0
		for name := range nn.Params(c.net.Net) {
			if i == len(c.best.weights) {
				return
			}
			if !yield("best."+name, train.Tensor{M: c.best.weights[i]}) {
				return
			}
			i++
		}
	}
}

// save keeps where the conversion stands.
func (c *conversion) save() error {
	if c.Keeper == nil {
		return nil
	}
	c.at.Thresholds, c.at.Best = nil, nil
	for _, g := range c.net.Gates {
		θ, _ := g.Units.Threshold()
		c.at.Thresholds = append(c.at.Thresholds, θ)
	}
	if c.best.weights != nil {
		c.at.Best = &Best{c.best.found.Error, c.best.found.Loss}
	}
	return c.Keeper.Save(&c.at, c.state())
}

// stopped saves the conversion if it is to stop here.
func (c *conversion) stopped(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	if e := c.save(); e != nil {
		return e
	}
	return err
}

// fill makes room for weights, which were found to be so good.
func (k *keep) fill(net nn.Layer, found train.Result) {
	k.weights, k.found = nil, found
	for _, p := range nn.Params(net) {
		k.weights = append(k.weights, mat.Like(p.Val))
	}
}
