package vae

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"gater/data"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// ErrDiverged is wrapped by Run's error when the bound is no longer a finite number.
var ErrDiverged = errors.New("training diverged")

// Streams that must not meet, beside those of package train.
const (
	seedUnits uint64 = iota + 100
	seedPixels
	seedOrder
	seedCheck
	seedBound
)

func subSeed(seed, part uint64) uint64 { return seed*0x9e3779b97f4a7c15 + part*0xbf58476d1ce4e5b9 }

// Trainer trains a model. Set the fields, call Start once, then Run.
type Trainer struct {
	Config *Config
	Model  *Model
	Data   *data.Splits
	Pool   *mat.Pool
	// OnRecord is called after every Config.Every steps, and after the last, when State is ready to
	// be saved; an error ends the run.
	OnRecord func(r *Record) error
	Now      func() time.Time // the clock; nil: nothing is timed

	Progress Progress

	opt     *opt.Optimiser
	pass    nn.Pass
	noise   *train.Noise
	batches *batches
	order   data.Order
	head    *Pixels
	last    nn.Next
	x       mat.M
	idx     []int32
	spread  *spread
	dials   []*nn.Dial
}

// Progress is where a run stands.
type Progress struct {
	Step  int     `json:"step"`  // steps done
	Bound float64 `json:"bound"` // sums since the last record: of the bound,
	Rows  int     `json:"rows"`  // and the pictures in it

	Seconds float64 `json:"seconds"` // of steps, since the run began
}

// Record is how things stand after some steps.
type Record struct {
	Step     int
	Bound    float64 // mean of the training bound, one draw each, since the last record
	Variance float64 // of the encoder's gradient, see spread
	Seconds  float64 // of steps, since the run began
	Check    *Check  // nil: not at this record
}

// Check is bounds on whole sets, of one draw a picture.
type Check struct{ Train, Valid float64 }

// Start makes the run's working memory. It must be called before Run and before State is loaded.
func (t *Trainer) Start() error {
	c := t.Config
	t.order = data.Order{Seed: subSeed(c.Seed, seedOrder), N: t.Data.Train.Len(), Batch: c.Batch}
	if t.order.Steps() == 0 {
		return fmt.Errorf("%s has %d training pictures, fewer than one batch of %d: lower --batch", t.Data.Train.Name, t.Data.Train.Len(), c.Batch)
	}
	t.noise = train.NewNoise(subSeed(c.Seed, seedUnits))
	t.noise.Pool = t.Pool
	t.pass = nn.Pass{Noise: t.noise, Pool: t.Pool}
	t.batches = newBatches(t.Data.Train, subSeed(c.Seed, seedPixels), t.Pool)
	t.x, t.idx = mat.New(c.Batch, c.Inputs), make([]int32, c.Batch)
	t.head = &Pixels{Pass: &t.pass, T: t.x}
	t.last = t.head.Loss
	t.opt = opt.New(opt.Adam{}, opt.Constant(c.Rate), t.Model.Net, opt.Group{Match: "prior", Rate: c.PriorRate / c.Rate})
	t.spread = newSpread(t.Model.Encoder, t.Pool, c.Batch)
	for _, d := range nn.Dials(t.Model.Net) {
		t.dials = append(t.dials, d)
	}
	return nil
}

// Done reports whether the last step is over.
func (t *Trainer) Done() bool { return t.Progress.Step >= t.Config.Steps }

// Run trains until the last step, or until ctx is done: then it finishes the step at hand and
// returns ctx's error, with the state ready to be saved.
func (t *Trainer) Run(ctx context.Context) error {
	from := t.clock()
	for !t.Done() {
		if err := ctx.Err(); err != nil {
			t.Progress.Seconds += t.clock() - from
			return err
		}
		if err := t.step(); err != nil {
			return err
		}
		if n := t.Progress.Step; n%t.Config.Every == 0 || t.Done() {
			t.Progress.Seconds += t.clock() - from
			if err := t.record(); err != nil {
				return err
			}
			from = t.clock()
		}
	}
	return nil
}

// clock is the time in seconds, or 0.
func (t *Trainer) clock() float64 {
	if t.Now == nil {
		return 0
	}
	return float64(t.Now().UnixNano()) / 1e9
}

func (t *Trainer) step() error {
	p := &t.Progress
	steps := t.order.Steps()
	t.order.Indices(t.idx, p.Step/steps, p.Step%steps)
	t.batches.fill(t.x, t.idx, p.Step)
	t.noise.SetStep(p.Step)
	for _, d := range t.dials {
		d.Set(float64(p.Step) / float64(steps))
	}
	bound := 0.0
	for _, l := range t.pass.Run(nn.Learn, t.Model.Net, t.x, t.last) {
		bound -= l
	}
	if math.IsNaN(bound) || math.IsInf(bound, 0) {
		return fmt.Errorf("%w: the bound is %v at step %d: lower --rate", ErrDiverged, bound, p.Step+1)
	}
	t.spread.add()
	t.opt.Step(t.Pool, t.Config.Batch, float64(p.Step)/float64(steps))
	p.Step++
	p.Bound += bound
	p.Rows += t.Config.Batch
	return nil
}

// record tells how things stand, and opens the next stretch.
func (t *Trainer) record() error {
	p := &t.Progress
	r := &Record{Step: p.Step, Bound: p.Bound / float64(p.Rows), Variance: t.spread.variance(), Seconds: p.Seconds}
	if t.Done() || p.Step/t.Config.Every%t.Config.CheckEvery == 0 {
		seed := subSeed(t.Config.Seed, seedCheck)
		r.Check = &Check{Train: t.Bound(t.Data.Train, 1, seed, p.Step), Valid: t.Bound(t.Data.Valid, 1, seed+1, p.Step)}
	}
	p.Bound, p.Rows = 0, 0
	if t.OnRecord != nil {
		return t.OnRecord(r)
	}
	return nil
}
