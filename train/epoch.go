package train

import (
	"fmt"
	"math"

	"gater/nn"
)

// Summary is what an epoch came to.
type Summary struct {
	Epoch                int // 1 is the first
	Rows                 int // examples trained on
	Loss, Penalty, Error float64
	Active               float64 // share of (example, block) pairs open in training
	Valid                Result  // with the noise of training on
	Deployed             Result  // as deployed
	Thetas               []float64
	Gates                []GateStats // scores as in training, openings as deployed, on the validation set
	Rate, Momentum       float64
	Dials                map[string]float64 // where the network's dials stand, by name; nil: it has none
	Best                 bool
}

// endEpoch validates, keeps the network if it is the best, and opens the next epoch.
func (t *Trainer) endEpoch() error {
	p := &t.Progress
	t.Opt.Flush(t.Pool)
	if !finite(t.Net) {
		return fmt.Errorf("%w: a weight is not a number after epoch %d: lower the learning rate", ErrDiverged, p.Epoch+1)
	}
	n := float64(p.Rows)
	s := &Summary{Epoch: p.Epoch + 1, Rows: p.Rows, Loss: p.Loss / n, Penalty: p.Penalty / n,
		Error: p.Wrong / n, Active: 1}
	s.Rate, s.Momentum = t.Opt.Settings(float64(p.Epoch))
	if p.Work.All > 0 {
		s.Active = float64(p.Work.Open) / float64(p.Work.All)
	}
	s.Dials = dials(t.Net)
	t.mean.swap(p.Updates)
	t.validate(s)
	l := s.Deployed.Loss + s.Valid.Loss
	diverged := math.IsNaN(l) || math.IsInf(l, 0)
	if !diverged {
		t.judge(s)
	}
	t.mean.swap(p.Updates)
	if diverged {
		return fmt.Errorf("%w: the validation loss is %v after epoch %d: lower the learning rate", ErrDiverged, l, s.Epoch)
	}
	p.Epoch, p.Step = s.Epoch, 0
	p.Loss, p.Penalty, p.Wrong, p.Rows, p.Work = 0, 0, 0, 0, nn.Work{}
	if t.OnEpoch != nil {
		return t.OnEpoch(p, s)
	}
	return nil
}

// dials is where the dials of a network stand.
func dials(net nn.Layer) map[string]float64 {
	var at map[string]float64
	for name, d := range nn.Dials(net) {
		if at == nil {
			at = map[string]float64{}
		}
		at[name] = d.Value(0)
	}
	return at
}

// validate runs the network on the validation set, with the noise of training and as deployed.
func (t *Trainer) validate(s *Summary) {
	s.Valid = t.eval.Run(t.Valid, nn.Look, s.Epoch)
	s.Thetas = Tune(&t.eval, t.Gates, t.Valid)
	t.gates.reset()
	t.eval.Watch = t.gates.watch
	s.Deployed = t.eval.Run(t.Valid, nn.Use, s.Epoch)
	t.eval.Watch = nil
	s.Gates = t.gates.stats()
}

// judge keeps the network if it is the best so far, or if the last is kept, and counts the epochs without a gain.
func (t *Trainer) judge(s *Summary) {
	p := &t.Progress
	e, l := s.Deployed.Error, s.Deployed.Loss
	best, tie := p.BestError, p.BestLoss
	if t.ByLoss {
		e, l, best, tie = l, e, tie, best
	}
	if t.Last || p.BestEpoch == 0 || e < best || e == best && l < tie {
		s.Best = true
		p.BestEpoch, p.BestError, p.BestLoss = s.Epoch, s.Deployed.Error, s.Deployed.Loss
		t.best.take(t.Net)
	}
	p.Since++
	if s.Epoch == 1 || e < 0.99*p.MarkError {
		p.MarkError, p.Since = e, 0
	}
}

// finite reports whether all weights are numbers: a gate that is NaN stays shut, and the loss
// need not show it.
func finite(net nn.Layer) bool {
	for _, p := range nn.Params(net) {
		if !p.Val.Finite() {
			return false
		}
	}
	return true
}

// Finish puts the best network back in place and sets its thresholds.
func (t *Trainer) Finish() (thetas []float64) {
	t.Opt.Flush(t.Pool) // what sleeps must not wake later, in another network
	t.best.put(t.Net)
	return Tune(&t.eval, t.Gates, t.Valid)
}
