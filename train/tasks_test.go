package train_test

import (
	"context"
	"math"
	"testing"

	"gater/data"
	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
	"gater/opt"
	"gater/train"
)

// table is n rows of three numbers, of which y is known: labels are x₀ > 0 and x₁ > x₂, the number is
// x₀ − x₁.
func table(task data.Task, n int, seed uint64) *data.Set {
	x := nntest.Normal(n, 3, 1, seed)
	s := &data.Set{Name: "table", Task: task, Height: 1, Width: 3, V: make([]float32, 3*n)}
	for i := range s.V {
		s.V[i] = float32(x.Data[i])
	}
	for i := range n {
		a, b := x.Row(i)[0] > 0, x.Row(i)[1] > x.Row(i)[2]
		switch task {
		case data.Number:
			s.Y, s.Outputs = append(s.Y, float32(x.Row(i)[0]-x.Row(i)[1])/math.Sqrt2), 1
		case data.Labels:
			s.Y, s.Outputs = append(s.Y, bit(a), bit(b)), 2
		default:
			s.Labels = append(s.Labels, int32(bit(a)+2*bit(b)))
		}
	}
	return s
}

func bit(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func outputs(task data.Task) int {
	return map[data.Task]int{data.Classes: 4, data.Labels: 2, data.Number: 1}[task]
}

// taught starts a linear network on a table of 640 rows.
func taught(t *testing.T, task data.Task, set func(*train.Trainer)) *run {
	t.Helper()
	net := nn.Seq{nn.NewLinear(3, outputs(task))}
	r := &run{Trainer: &train.Trainer{Net: net, Opt: opt.New(opt.Adam{}, opt.Constant(0.05), net), Train: table(task, 640, 1),
		Valid: table(task, 203, 2), Batch: 32, Epochs: 6, Seed: 1}}
	r.OnEpoch = func(_ *train.Progress, e *train.Summary) error { r.epochs = append(r.epochs, *e); return nil }
	if set != nil {
		set(r.Trainer)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTasks: each task is learnt, and what is reported as its error is what was counted by hand.
func TestTasks(t *testing.T) {
	for task, limit := range map[data.Task]float64{data.Classes: 0.2, data.Labels: 0.1, data.Number: 0.02} {
		r := taught(t, task, nil)
		r.steps(t, 1e6)
		s := r.Valid
		wrong := 0.0
		e := &train.Evaluator{Net: r.Net, Batch: 7, Outputs: func(first int, y mat.M) {
			for i := range y.Rows {
				switch row := y.Row(i); task {
				case data.Number:
					wrong += math.Pow(float64(row[0])-float64(s.Y[first+i]), 2)
				case data.Labels:
					wrong += float64(bit((row[0] > 0) != (s.Y[2*(first+i)] == 1))+bit((row[1] > 0) != (s.Y[2*(first+i)+1] == 1))) / 2
				default:
					best := 0
					for j, v := range row {
						if v > row[best] {
							best = j
						}
					}
					wrong += float64(bit(int32(best) != s.Labels[first+i]))
				}
			}
		}}
		got := e.Run(s, nn.Use, 0)
		if math.Abs(got.Error-wrong/203) > 1e-12 || got.Error > limit || r.epochs[0].Deployed.Error < got.Error {
			t.Errorf("%s: error %v, counted %v, at first %v, want at most %v", task, got.Error, wrong/203, r.epochs[0].Deployed.Error, limit)
		}
		for _, batch := range []int{1, 64, 500} {
			if other := (&train.Evaluator{Net: r.Net, Batch: batch}).Run(s, nn.Use, 0); other.Error != got.Error || other.Loss != got.Loss {
				t.Errorf("%s: batches of %d give %+v, batches of 7 %+v", task, batch, other, got)
			}
		}
	}
}

// TestWeights: rows of weight 0 are as if they were not there; with weights of 1 nothing changes.
func TestWeights(t *testing.T) {
	for task := range map[data.Task]bool{data.Classes: true, data.Labels: true, data.Number: true} {
		weigh := func(w float32, spoil bool) map[string][]uint64 {
			r := taught(t, task, func(tr *train.Trainer) {
				s := tr.Train
				if s.Weights = make([]float32, s.Len()); w < 0 {
					s.Weights = nil
				}
				for i := range s.Weights {
					if s.Weights[i] = 1; i%2 == 0 {
						s.Weights[i] = w
					}
				}
				for i := 0; i < s.Len() && spoil; i += 2 { // other targets in the even rows
					if s.Labels != nil {
						s.Labels[i] = (s.Labels[i] + 1) % 4
					} else {
						s.Y[i*s.Outputs] = 1 - s.Y[i*s.Outputs]
					}
				}
			})
			r.steps(t, 30)
			return r.bits()
		}
		if d := differ(weigh(1, false), weigh(-1, false)); len(d) > 0 {
			t.Errorf("%s: weights of 1 change %v", task, d)
		}
		if d := differ(weigh(0, true), weigh(0, false)); len(d) > 0 {
			t.Errorf("%s: the targets of rows of weight 0 change %v", task, d)
		}
		if len(differ(weigh(1, true), weigh(1, false))) == 0 {
			t.Errorf("%s: control: targets change nothing", task)
		}
	}
}

// turns is a source that hands out a set's rows in order.
type turns struct {
	*data.Set
	fail int
}

func (s turns) Steps() int { return s.Len() / 32 }

func (s turns) Read(b *data.Batch[mat.Float], epoch, step int) error {
	if step == s.fail {
		return context.DeadlineExceeded
	}
	b.Range(s.Set, step*32, 32)
	return nil
}

// TestSource: a source's batches are what is learnt from, its error ends the run, and a run stopped
// within an epoch goes on with the step at hand.
func TestSource(t *testing.T) {
	from := func(fail int) func(tr *train.Trainer) {
		return func(tr *train.Trainer) { tr.Source, tr.Train = turns{tr.Train, fail}, tr.Train.Slice(0, 0) }
	}
	whole, part := taught(t, data.Number, from(-1)), taught(t, data.Number, from(-1))
	whole.steps(t, 70)
	part.steps(t, 33)
	rest := taught(t, data.Number, from(-1))
	rest.load(part, nil)
	rest.steps(t, 37)
	if d := differ(whole.bits(), rest.bits()); len(d) > 0 {
		t.Errorf("stopped and gone on with, %v differ", d)
	}
	if len(differ(whole.bits(), part.bits())) == 0 {
		t.Error("control: 37 steps more change nothing")
	}
	if err := taught(t, data.Number, from(3)).Run(context.Background()); err != context.DeadlineExceeded {
		t.Errorf("a source that fails gives %v", err)
	}
}

// TestByLoss: what is kept is the epoch of the least loss, where the least error is another's.
func TestByLoss(t *testing.T) {
	for _, by := range []bool{false, true} {
		r := taught(t, data.Classes, func(tr *train.Trainer) { tr.ByLoss, tr.Opt = by, opt.New(opt.SGD{}, opt.Constant(30), tr.Net) })
		r.steps(t, 1e6)
		best := 0
		for i, e := range r.epochs {
			b := r.epochs[best]
			if less := e.Deployed.Error < b.Deployed.Error; by && e.Deployed.Loss < b.Deployed.Loss || !by && less {
				best = i
			}
		}
		if r.Progress.BestEpoch != best+1 {
			t.Errorf("by loss %v: epoch %d is kept, want %d: %+v", by, r.Progress.BestEpoch, best+1, r.epochs)
		}
	}
}

// TestMixedErrors: what a mixture misses is the shares of its examples that are missed, for every
// task: with nothing learnt, as much in the mean as examples alone, but not the same.
func TestMixedErrors(t *testing.T) {
	for _, task := range []data.Task{data.Classes, data.Labels, data.Number} {
		first := func(alpha float64) (loss, err float64) {
			r := taught(t, task, func(tr *train.Trainer) {
				net := tr.Net.(nn.Seq) // of zeros: every row has the same output
				tr.Net, tr.Opt = append(nn.Seq{&est.Mixup{Alpha: alpha}}, net...), opt.New(opt.SGD{}, opt.Constant(0), net)
				tr.Epochs = 1
			})
			r.steps(t, 1e6)
			return r.epochs[0].Loss, r.epochs[0].Error
		}
		loss, err := first(0)
		mixedLoss, mixed := first(0.5)
		if math.Abs(mixedLoss-loss) > 0.05*loss || math.Abs(mixed-err) > 0.05*err {
			t.Errorf("%s: loss %v and error %v of mixtures, %v and %v of examples", task, mixedLoss, mixed, loss, err)
		}
		if mixed == err {
			t.Errorf("%s: control: nothing was mixed", task)
		}
	}
}
