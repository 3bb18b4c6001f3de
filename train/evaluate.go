package train

import (
	"gater/data"
	"gater/mat"
	"gater/nn"
)

// Result is what an evaluation found.
type Result struct {
	Examples int
	Error    float64 // share of examples whose likeliest class is wrong
	Loss     float64 // mean of −log p(label), in nats, without penalties
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
	// Each is shown the predictions of every batch; it may be nil.
	Each func(first int, pred []int32)

	pass   nn.Pass
	head   nn.Softmax
	last   nn.Next
	x      mat.M
	labels []int32
	first  int
	nll    float64
}

const evalBatch = 250

// Run evaluates on every example of the set. Depth nn.Use is the network as deployed, nn.Look as
// in training with its noise on. step picks the noise.
func (e *Evaluator) Run(set *data.Set, depth nn.Depth, step int) Result {
	e.start(set.Dim())
	wrong := 0
	for e.first = 0; e.first < set.Len(); e.first += e.x.Rows {
		n := min(e.x.Rows, set.Len()-e.first)
		x := e.x.Slice(0, n)
		e.head.Labels = e.labels[:n]
		data.Range(x.Data, e.head.Labels, set, e.first)
		if e.Noise != nil {
			e.Noise.setRows(step, e.first)
		}
		e.pass.Run(depth, e.Net, x, e.last)
		for i, label := range e.head.Labels {
			if e.head.Pred[i] != label {
				wrong++
			}
		}
		if e.Each != nil {
			e.Each(e.first, e.head.Pred)
		}
	}
	return e.result(set.Len(), wrong)
}

// start makes the memory for a set whose examples have so many values, unless it is there.
func (e *Evaluator) start(dim int) {
	rows := e.Batch
	if rows < 1 {
		rows = evalBatch
	}
	if e.x.Rows != rows || e.x.Cols != dim {
		e.x, e.labels = mat.New(rows, dim), make([]int32, rows)
	}
	e.pass.Pool, e.pass.Work = e.Pool, nn.Work{}
	if e.Noise != nil {
		e.pass.Noise = e.Noise
	}
	e.pass.Watch = nil
	if e.Watch != nil {
		e.pass.Watch = func(l nn.Layer, v mat.M) { e.Watch(e.first, l, v) }
	}
	e.head.Pass, e.head.Always = &e.pass, true
	e.last, e.nll = e.loss, 0
}

// loss is the head, and adds up the losses before penalties get at them.
func (e *Evaluator) loss(x *nn.Var) []float64 {
	l := e.head.Loss(x)
	for _, v := range l { // one by one, so that the sum is the same for any batch
		e.nll += v
	}
	return l
}

func (e *Evaluator) result(examples, wrong int) Result {
	n, w := float64(examples), e.pass.Work
	r := Result{Examples: examples, Error: float64(wrong) / n, Loss: e.nll / n, Macs: float64(w.Macs) / n, Active: 1}
	if w.All > 0 {
		r.Active = float64(w.Open) / float64(w.All)
	}
	return r
}
