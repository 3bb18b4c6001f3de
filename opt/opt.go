// Package opt changes parameters from their gradients: an update formula a file, schedules for
// its numbers, and the limit on the norm of a unit's incoming weights.
//
// Gradients are sums over the rows of a batch; an Optimiser divides by the number of rows, once.
package opt

import (
	"fmt"
	"iter"
	"strings"

	"gater/mat"
	"gater/nn"
)

// Float is mat.Float.
type Float = mat.Float

// Rule is one update formula. It works element by element: Update may be called for any range of
// a parameter, with the same range of its moments.
type Rule interface {
	// Moments names the running numbers that the rule keeps for every weight, at most two.
	Moments() []string
	// Update changes w, and the moments m in the order of their names, from the gradient g.
	Update(w, g []Float, m Moments, now Now)
}

// Moments are the running numbers of a range of weights; each is of its length, or empty.
type Moments [2][]Float

// Now is what an update knows beside the numbers it changes.
type Now struct {
	Rate  float64 // the learning rate, with the factors of the parameter's groups
	Scale float64 // what to multiply a gradient by: 1 over the rows of the batch
	Epoch float64 // how far training is
	Count int     // the number of this update, from 1
	Bias  bool    // the parameter is a bias
}

// Group gives the parameters whose name contains Match a learning rate of their own: Rate times
// the common one. The factors of several groups multiply. A Rate of 0 freezes.
type Group struct {
	Match string
	Rate  float64
}

// Optimiser updates the parameters of one network. It is not safe for concurrent use.
type Optimiser struct {
	// MaxNorm, if not 0, limits the norm of the incoming weights of every unit after every update
	// (Bengio, Léonard and Courville, 2013, appendix; Srebro and Shraibman, 2005):
	//
	//	w_j ← w_j · min(1, MaxNorm/‖w_j‖₂).
	//
	// nn.Param.Fan says where a unit's weights are; biases are exempt. A unit within the limit is
	// left as it is, bit for bit, and so is one whose norm is NaN.
	MaxNorm float64

	rule  Rule
	rate  Schedule
	vars  []variable
	count int
	work  work

	// Lazy updates: see lazy.go.
	idler  idler     // the rule, or nil
	log    mat.M     // notes of the latest updates
	length []float64 // how many: one number
	waking waking
}

// variable is a parameter and what is kept for it.
type variable struct {
	*nn.Param
	name   string
	factor float64
	m      Moments

	pieces  []piece // all of it
	sleep   *sleep  // nil unless lazy
	fusable bool
	later   *later // nil unless fused
	resting bool   // at this step, what was not learnt is left alone
}

func (v *variable) bias() bool { return v.Fan == nn.FanNone }

// moments is those of the numbers lo to hi-1.
func (v *variable) moments(lo, hi int) (m Moments) {
	for i := range m {
		if v.m[i] != nil {
			m[i] = v.m[i][lo:hi]
		}
	}
	return m
}

// New makes an optimiser for the parameters of net, with all moments at 0. A parameter that is
// visited twice is updated once. It panics if a group matches no parameter.
func New(rule Rule, rate Schedule, net nn.Layer, groups ...Group) *Optimiser {
	o := &Optimiser{rule: rule, rate: rate}
	can := fusable(net)
	used, seen := make([]bool, len(groups)), map[*nn.Param]bool{}
	for name, p := range nn.Params(net) {
		if seen[p] {
			continue
		}
		seen[p] = true
		v := variable{Param: p, name: name, factor: 1, fusable: can[p]}
		for i, g := range groups {
			if strings.Contains(name, g.Match) {
				v.factor *= g.Rate
				used[i] = true
			}
		}
		for i := range rule.Moments() {
			v.m[i] = mat.Like(p.Val).Data
		}
		o.vars = append(o.vars, v)
	}
	for i, g := range groups {
		if !used[i] {
			panic(fmt.Sprintf("opt: New: no parameter has a name with %q in it", g.Match))
		}
	}
	return o
}

// Step updates every parameter from its gradient, which is a sum over batch rows, and sets the
// gradient to 0. The result is the same bits for any number of threads. A gradient that is NaN
// makes a weight that is NaN.
func (o *Optimiser) Step(pool *mat.Pool, batch int, epoch float64) {
	if batch < 1 {
		panic(fmt.Sprintf("opt: Step: batch has %d rows, want at least 1", batch))
	}
	o.count++
	now := Now{Rate: o.rate.At(epoch), Scale: 1 / float64(batch), Epoch: epoch, Count: o.count}
	for i := range o.vars {
		o.vars[i].later.check(o.vars[i].name)
	}
	o.settle(pool)
	o.work.run(pool, o, now)
	o.record(pool, now)
	for i := range o.vars {
		o.vars[i].later.forget()
	}
}

// Slots yields the moments of every parameter by name, such as "1.weight.momentum", sharing the
// optimiser's memory. With them, the count, the weights and Asleep, training goes on bit for bit.
func (o *Optimiser) Slots() iter.Seq2[string, mat.M] {
	return func(yield func(string, mat.M) bool) {
		for _, v := range o.vars {
			for i, name := range o.rule.Moments() {
				m := v.Val
				m.Data = v.m[i]
				if !yield(v.name+"."+name, m) {
					return
				}
			}
		}
		if o.idler != nil {
			yield("log", o.log)
		}
	}
}

// Count is the number of updates so far.
func (o *Optimiser) Count() int { return o.count }

// SetCount sets the number of updates so far, when training is resumed.
func (o *Optimiser) SetCount(n int) { o.count = n }

// Settings is the common learning rate at a time, and the momentum, 0 for a rule without it.
func (o *Optimiser) Settings(epoch float64) (rate, momentum float64) {
	if r, ok := o.rule.(SGD); ok && r.Momentum != nil {
		momentum = r.Momentum.At(epoch)
	}
	return o.rate.At(epoch), momentum
}
