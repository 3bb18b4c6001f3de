package lab

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"gater/est"
	"gater/internal/catalog"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// Trained is a trained network, and a batch of data to measure estimators on.
type Trained struct {
	Name   string // of the run
	Model  *catalog.Model
	Config *catalog.Config
	X      mat.M
	Labels []int32
}

// trained is the gated layer of a trained network: the gradient is that of the expected loss in
// the inputs of its gates, for every example of the batch. Penalties, which need no estimate, and
// noise that is not the gates' own are left out.
type trained struct {
	*Trained
	gated *nn.Gated
	out   *nn.Linear
	own   *catalog.Spec // the gates it was trained with
	bits  bool          // or groups, of which the truth is known; else gates of a law of their own
	truth [][]float64
	se    [][]float64 // nil: the truth is exact
}

func newRun(s Settings) (Task, error) {
	if s.Trained == nil {
		return nil, errors.New("task run needs a trained run: give its folder with --run")
	}
	run := *s.Trained
	t := &trained{Trained: &run}
	if len(t.Model.Gates) != 1 {
		return nil, fmt.Errorf("%s has %d gated layers: take a run with one", t.Name, len(t.Model.Gates))
	}
	t.gated = t.Model.Gates[0].Layer
	if t.out = alone(t.Model.Net, t.gated); t.out == nil {
		return nil, fmt.Errorf("%s has layers beside its gated one: take a run with dropout, a gated layer and the output alone", t.Name)
	}
	run.Config = t.Config.Gated()[0]
	var err error
	if t.own, err = catalog.SpecOf(t.Config); err != nil {
		return nil, err
	}
	t.bits = t.Group() > 1 || onWithSigmoid(t.own.New())
	if !t.bits && !t.own.New().About().Unbiased {
		return nil, fmt.Errorf("%s has gates %s, which are neither bits nor trained by an unbiased estimator, so that there is nothing to measure by: take a run with gates of bits, such as --gate sbn",
			t.Name, t.own.Text)
	}
	t.findTruth(s.Seed)
	return t, nil
}

// alone is the output of a network whose other layers are gated and dropout before it, or nil.
func alone(net nn.Layer, gated *nn.Gated) *nn.Linear {
	s, ok := net.(nn.Seq)
	if ok && len(s) == 3 {
		if _, ok := s[0].(est.Dropout); ok {
			s = s[1:]
		}
	}
	if len(s) != 2 || s[0] != nn.Layer(gated) {
		return nil
	}
	out, _ := s[1].(*nn.Linear)
	return out
}

func (t *trained) Truth() [][]float64 { return t.truth }
func (t *trained) Doubt() [][]float64 { return t.se }
func (t *trained) Groups() []Group    { return nil }
func (t *trained) Units() int         { return t.gated.Blocks() }
func (t *trained) Group() int         { return max(1, t.Config.OneHot) }

// Bits reports whether the gates are bits or groups.
func (t *trained) Bits() bool { return t.bits }

// Fits says why an estimator cannot be measured here.
func (t *trained) Fits(s *catalog.Spec) string {
	if !t.bits && s.Text != t.own.Text {
		return fmt.Sprintf("the run's gates are %s, of a law of their own; train with gates of bits, such as --gate sbn, to compare estimators", t.own.Text)
	}
	return ""
}

func (t *trained) Rig(make func() est.Estimator, copies int) *Rig {
	last := new(tap)
	labels := labels(0)
	for range copies {
		labels = append(labels, t.Labels...)
	}
	return &Rig{Net: nn.Seq{t.with(append(t.gater(), last, est.New(make()))), twin(t.out)}, X: rows(t.X, copies),
		Head: func(p *nn.Pass) nn.Next { return (&nn.Softmax{Pass: p, Labels: labels}).Loss },
		Read: func(row int, g []float64) {
			for j, d := range last.grad.Row(row) {
				g[j] = float64(d)
			}
		}}
}

// gater is the layers of the gater that compute, without its penalties, noise and units.
func (t *trained) gater() (s nn.Seq) {
	for _, l := range t.gated.Gate.(nn.Seq) {
		switch l := l.(type) {
		case *nn.Linear:
			s = append(s, twin(l))
		case nn.Tanh:
			s = append(s, l)
		}
	}
	return s
}

// with is the gated layer behind another gater, with the same weights.
func (t *trained) with(gate nn.Layer) *nn.Gated {
	l := *t.gated
	experts := twin(&nn.Linear{W: l.W, B: l.B})
	l.Gate, l.W, l.B, l.Skip = gate, experts.W, experts.B, nn.SkipOf(gate)
	return &l
}

// findTruth counts the outcomes of up to 16 gates, or a like number for groups, and otherwise takes
// local expectations over many draws; of gates with a law of their own, the run's estimator itself,
// which is unbiased, over many draws.
func (t *trained) findTruth(seed uint64) {
	const counted = 1 << 16
	n := t.X.Rows
	t.truth, t.se = make([][]float64, n), make([][]float64, n)
	if !t.bits {
		t.drawTruth(seed)
		return
	}
	a := t.inputs()
	exact := math.Pow(float64(max(2, t.Group())), float64(t.Units()/t.Group())) <= counted
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			o := t.oracle(i)
			if exact {
				t.truth[i] = o.exact(wide(a.Row(i)))
				return
			}
			draws := min(max(1<<22/t.Units(), 1<<10), 1<<15)
			t.truth[i], t.se[i] = o.local(wide(a.Row(i)), draws, rng.Key{Seed: noiseSeed(seed, seedTruth), Row: uint32(i)})
		})
	}
	all.Wait()
	if exact {
		t.se = nil
	}
}

// inputs is what the gates' units get.
func (t *trained) inputs() (a mat.M) {
	p := &nn.Pass{}
	p.Run(nn.Look, t.gater(), t.X, func(x *nn.Var) []float64 {
		a = x.Val.Clone()
		return floats(x.Val.Rows)
	})
	return a
}

// oracle is an example's loss as a function of its gates: the network's outputs with all gates
// shut, and what each gate alone adds to them.
func (t *trained) oracle(i int) *oracle {
	n := t.Units()
	gates := mat.New(n+1, n)
	for k := range n {
		gates.Row(k + 1)[k] = 1
	}
	x := rows(t.X.Slice(i, i+1), n+1)
	o := &oracle{group: t.Group(), w: make([][]float64, n)}
	p := &nn.Pass{}
	p.Run(nn.Look, nn.Seq{t.with(newSource(gates)), twin(t.out)}, x, func(y *nn.Var) []float64 {
		o.base = wide(y.Val.Row(0))
		for k := range n {
			o.w[k] = wide(y.Val.Row(k + 1))
			for j := range o.w[k] {
				o.w[k][j] -= o.base[j]
			}
		}
		return floats(x.Rows)
	})
	label := int(t.Labels[i])
	o.loss = func(y []float64) float64 { return nll(y, label) }
	return o
}

// drawTruth is the mean of the run's own estimator over many draws.
func (t *trained) drawTruth(seed uint64) {
	const copies, batches = 16, 512
	f := frame{truth: make([][]float64, t.X.Rows), groups: []Group{{"all", 0, t.Units()}}}
	for i := range f.truth {
		f.truth[i] = floats(t.Units())
	}
	f.centre = f.truth
	sum := newTally(f)
	r := t.Rig(t.own.New, copies)
	r.start()
	streams := noise(seed, seedTruth)
	g := floats(t.Units())
	for b := range batches {
		r.run(streams.Step(b))
		for i := range r.X.Rows {
			r.Read(i, g)
			sum.add(i%t.X.Rows, g, 1)
		}
	}
	for i := range sum.of {
		e := &sum.of[i]
		t.truth[i], t.se[i] = floats(t.Units()), floats(t.Units())
		for j := range e.sum {
			t.truth[i][j] = e.sum[j] / e.w
			t.se[i][j] = math.Sqrt(e.variance(j, false) / e.n)
		}
	}
}
