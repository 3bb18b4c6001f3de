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
	Loss     float64 // mean, in nats
	Active   float64 // share of (example, block) pairs that were open; 1 without gated layers
	Macs     float64 // multiply-adds an example, counted
}

// Evaluator runs a network forwards over data sets. Its memory is used again from call to call.
type Evaluator struct {
	Net   nn.Layer
	Pool  *mat.Pool
	Noise *Noise
	// Watch is shown every layer's decisions (nn.Pass.Watch), first being the number of the
	// batch's first example; it may be nil.
	Watch func(first int, l nn.Layer, v mat.M)
	// Each is shown the predictions, losses and open share of every batch; it may be nil.
	Each func(first int, pred []int32, loss []float64)

	pass   nn.Pass
	head   nn.Softmax
	x      mat.M
	labels [evalBatch]int32
	first  int
}

// evalBatch is the rows of an evaluation's batches. Results do not depend on it.
const evalBatch = 250

// Run evaluates on every example of the set. Depth nn.Use is the network as deployed, nn.Look as
// in training with its noise on. step picks the noise.
func (e *Evaluator) Run(set *data.Set, depth nn.Depth, step int) Result {
	if e.x.Data == nil || e.x.Cols != set.Dim() {
		e.x = mat.New(evalBatch, set.Dim())
	}
	e.pass.Pool, e.pass.Work = e.Pool, nn.Work{}
	if e.Noise != nil {
		e.pass.Noise = e.Noise
	}
	e.pass.Watch = nil
	if e.Watch != nil {
		e.pass.Watch = func(l nn.Layer, v mat.M) { e.Watch(e.first, l, v) }
	}
	e.head.Pass = &e.pass
	e.head.Always = true
	res := Result{Examples: set.Len()}
	wrong := 0
	for e.first = 0; e.first < set.Len(); e.first += evalBatch {
		n := min(evalBatch, set.Len()-e.first)
		x := e.x.Slice(0, n)
		e.head.Labels = e.labels[:n]
		data.Range(x.Data, e.head.Labels, set, e.first)
		if e.Noise != nil {
			e.Noise.SetStep(step<<16 | e.first/evalBatch)
		}
		loss := e.pass.Run(depth, e.Net, x, e.head.Loss)
		for i, l := range loss {
			res.Loss += l
			if e.head.Pred[i] != e.head.Labels[i] {
				wrong++
			}
		}
		if e.Each != nil {
			e.Each(e.first, e.head.Pred, loss)
		}
	}
	n := float64(set.Len())
	res.Error, res.Loss = float64(wrong)/n, res.Loss/n
	res.Macs = float64(e.pass.Work.Macs) / n
	res.Active = 1
	if e.pass.Work.All > 0 {
		res.Active = float64(e.pass.Work.Open) / float64(e.pass.Work.All)
	}
	return res
}
