package train

import (
	"gater/data"
	"gater/mat"
	"gater/nn"
)

// Result is what an evaluation found.
type Result struct {
	Examples int
	Error    float64 // share of examples whose likeliest class is wrong; see head.missed
	Loss     float64 // mean of the examples' losses, such as −log p(label), without penalties
	Active   float64 // share of (example, block) pairs that were open; 1 without gated layers
	Macs     float64 // multiply-adds an example, counted
}

// Evaluator runs a network forwards over data sets. Its memory is used again from call to call.
type Evaluator struct {
	Net   nn.Layer
	Pool  *mat.Pool
	Noise *Noise
	Batch int // examples at once; 0: 250. Results do not depend on it
	// Watch is shown every layer's decisions (nn.Pass.Watch), first being the number of the
	// batch's first example; it may be nil.
	Watch func(first int, l nn.Layer, v mat.M)
	// Each is shown the likeliest classes of every batch, Outputs what comes out of the network, a
	// row an example; lent for the length of the call. They may be nil.
	Each    func(first int, pred []int32)
	Outputs func(first int, y mat.M)

	pass  nn.Pass
	head  head
	last  nn.Next
	batch *data.Batch[mat.Float]
	like  shape
	first int
	nll   float64

	scores []mat.Float // of Tune, kept from call to call
}

// shape is what decides how a batch and its head look.
type shape struct {
	task                data.Task
	rows, dim, outputs  int
	classified, weights bool
}

const evalBatch = 250

// Run evaluates on every example of the set. Depth nn.Use is the network as deployed, nn.Look as
// in training with its noise on. step picks the noise.
func (e *Evaluator) Run(set *data.Set, depth nn.Depth, step int) Result {
	e.start(set)
	wrong := 0.0
	for e.first = 0; e.first < set.Len(); e.first += e.like.rows {
		e.batch.Range(set, e.first, min(e.like.rows, set.Len()-e.first))
		e.head.set(e.batch)
		if e.Noise != nil {
			e.Noise.setRows(step, e.first)
		}
		e.pass.Run(depth, e.Net, features(e.batch), e.last)
		wrong = e.head.missed(wrong)
		if c, ok := e.head.(*classes); ok && e.Each != nil {
			e.Each(e.first, c.Pred)
		}
	}
	return e.result(set.Len(), wrong)
}

// start makes the memory for examples such as a set's, unless it is there.
func (e *Evaluator) start(s *data.Set) {
	rows := e.Batch
	if rows < 1 {
		rows = evalBatch
	}
	like := shape{s.Task, rows, s.Dim(), s.Outputs, s.Labels != nil, s.Weights != nil}
	if e.batch == nil || e.like != like {
		e.batch, e.like, e.head = data.Like[mat.Float](s, rows), like, newHead(s, &e.pass, true)
	}
	e.pass.Pool, e.pass.Work = e.Pool, nn.Work{}
	if e.Noise != nil {
		e.pass.Noise = e.Noise
	}
	e.pass.Watch = nil
	if e.Watch != nil {
		e.pass.Watch = func(l nn.Layer, v mat.M) { e.Watch(e.first, l, v) }
	}
	e.last, e.nll = e.loss, 0
}

// loss is the head, and adds up the losses before penalties get at them.
func (e *Evaluator) loss(x *nn.Var) []float64 {
	if e.Outputs != nil {
		e.Outputs(e.first, x.Val)
	}
	l := e.head.Loss(x)
	for _, v := range l { // one by one, so that the sum is the same for any batch
		e.nll += v
	}
	return l
}

func (e *Evaluator) result(examples int, wrong float64) Result {
	n, w := float64(examples), e.pass.Work
	r := Result{Examples: examples, Error: wrong / n, Loss: e.nll / n, Macs: float64(w.Macs) / n, Active: 1}
	if w.All > 0 {
		r.Active = float64(w.Open) / float64(w.All)
	}
	return r
}
