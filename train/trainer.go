// Package train is the loop: it draws batches, runs the network at depth nn.Learn, updates,
// validates after every epoch, and keeps the best network it saw. It knows neither which
// estimators it runs nor where anything is stored, and it reads no clock.
//
// A run is a function of its data, its settings and its seed: the same bits for any number of
// threads, and a run continued from a saved state (state.go) equals one that never stopped.
package train

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gater/data"
	"gater/mat"
	"gater/nn"
	"gater/opt"
)

// ErrDiverged is wrapped by Run's error when a loss or a weight is no longer a finite number.
var ErrDiverged = errors.New("training diverged")

// Trainer trains a network for the task of its data. Set the fields, call Start once, then Run.
type Trainer struct {
	Net          nn.Layer
	Gates        []Gate
	Opt          *opt.Optimiser
	Train, Valid *data.Set
	Source       Source // of training batches such as Train's; nil: Train itself
	ByLoss       bool   // the best network is that of the least validation loss, not error
	Batch        int
	Epochs       int
	Patience     int  // stop after so many epochs without a 1 % relative gain; 0: never
	Replace      bool // draw batches with replacement
	Last         bool // keep the last network, whatever the validation set says of it
	Seed         uint64
	Pool         *mat.Pool

	// Average, if not 0, is the decay a step of averages of the weights over steps (average.go), below
	// 1, such as 0.999. The averages are what is validated and kept; training goes on with the weights.
	// Running numbers of layers are not averaged.
	Average float64

	// OnStep is called after every step, OnEpoch after every epoch's validation, when State is
	// ready to be saved; an error ends the run. Both may be nil.
	OnStep  func(p *Progress)
	OnEpoch func(p *Progress, e *Summary) error

	Progress Progress
	best     snapshot
	mean     *averages

	pass   nn.Pass
	noise  *Noise
	head   head
	last   nn.Next
	source Source
	batch  *data.Batch[mat.Float]
	nll    float64
	eval   Evaluator
	gates  *gateWatch
	dials  []*nn.Dial
}

// Progress is where a run stands; with the tensors of State it is all that a run needs to go on.
type Progress struct {
	Epoch int `json:"epoch"` // full epochs done
	Step  int `json:"step"`  // steps done within the epoch at hand
	Steps int `json:"steps"` // steps in an epoch

	Loss    float64 `json:"loss"`    // sums over the epoch at hand: the losses,
	Penalty float64 `json:"penalty"` // what penalties added,
	Wrong   float64 `json:"wrong"`   // examples got wrong, or what stands for it (Result.Error),
	Rows    int     `json:"rows"`    // examples seen
	Work    nn.Work `json:"work"`

	BestEpoch int     `json:"best_epoch"` // 1 is the first; 0: none yet
	BestError float64 `json:"best_error"`
	BestLoss  float64 `json:"best_loss"`
	MarkError float64 `json:"mark_error"` // what patience compares with
	Since     int     `json:"since"`      // epochs since patience last saw a gain
	Updates   int     `json:"updates"`    // steps since the run began
}

// Done reports whether the last epoch is over.
func (t *Trainer) Done() bool {
	p := &t.Progress
	return p.Epoch >= t.Epochs || t.Patience > 0 && p.Since >= t.Patience
}

// Start makes the run's working memory. It must be called before Run and before State is loaded.
func (t *Trainer) Start() (err error) {
	if err := t.open(); err != nil {
		return err
	}
	if t.mean, err = newAverages(t.Net, t.Average); err != nil {
		return err
	}
	t.noise = NewNoise(subSeed(t.Seed, seedTrain))
	t.noise.Pool = t.Pool
	t.pass = nn.Pass{Noise: t.noise, Pool: t.Pool}
	t.head = newHead(t.Train, &t.pass, false)
	t.last = t.loss
	t.batch = data.Like[mat.Float](t.Train, t.Batch)
	t.eval = Evaluator{Net: t.Net, Pool: t.Pool, Noise: NewNoise(subSeed(t.Seed, seedValid))}
	t.best = newSnapshot(t.Net)
	t.gates = newGateWatch(t.Gates)
	t.Opt.Fuse()
	t.dials = nil
	for _, d := range nn.Dials(t.Net) {
		t.dials = append(t.dials, d)
	}
	return nil
}

// loss is the head, and keeps the part of the loss that penalties have not yet added to.
func (t *Trainer) loss(x *nn.Var) []float64 {
	l := t.head.Loss(x)
	if t.pass.Depth == nn.Learn {
		t.nll += sum(l)
	}
	return l
}

// Run trains until the last epoch, or until ctx is done: then it finishes the step at hand and
// returns ctx's error, with the state ready to be saved.
func (t *Trainer) Run(ctx context.Context) error {
	for !t.Done() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := t.step(); err != nil {
			return err
		}
		if t.OnStep != nil {
			t.OnStep(&t.Progress)
		}
		if t.Progress.Step == t.Progress.Steps {
			if err := t.endEpoch(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Trainer) step() error {
	p := &t.Progress
	if err := t.source.Read(t.batch, p.Epoch, p.Step); err != nil {
		return err
	}
	t.head.set(t.batch)
	t.noise.SetStep(p.Updates)
	epoch := float64(p.Epoch) + float64(p.Step)/float64(p.Steps)
	for _, d := range t.dials {
		d.Set(epoch)
	}
	t.pass.Work, t.nll = p.Work, 0
	total := sum(t.pass.Run(nn.Learn, t.Net, features(t.batch), t.last))
	if math.IsNaN(total) || math.IsInf(total, 0) {
		return fmt.Errorf("%w: the loss is %v in epoch %d, step %d: lower the learning rate",
			ErrDiverged, total, p.Epoch+1, p.Step+1)
	}
	t.Opt.Step(t.Pool, t.Batch, epoch)
	p.Work = t.pass.Work
	p.Loss += t.nll
	p.Penalty += total - t.nll
	p.Rows += t.Batch
	p.Wrong = t.head.missed(p.Wrong)
	p.Step++
	p.Updates++
	if t.mean.due(p.Updates) {
		t.Opt.Flush(t.Pool)
		t.mean.add(t.Pool, p.Updates)
	}
	return nil
}

// features is what goes into a network, a row an example.
func features(b *data.Batch[mat.Float]) mat.M {
	return mat.M{Rows: b.Rows, Cols: len(b.X) / b.Rows, Data: b.X}
}

func sum(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}
