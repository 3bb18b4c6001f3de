package gater

import (
	"errors"
	"fmt"
	"time"

	"gater/nn"
)

// Options is how a model is to be used in a call. The zero value is as it was trained.
type Options struct {
	// Budget is the share of the network's multiply-adds that a row may take, more than 0 and at
	// most 1; 0: as trained. The dial's dearest setting within it is taken.
	Budget float64
	// Within does the same by the time that a row by itself may take; 0: as trained.
	Within time.Duration
	// Gates asks which blocks opened.
	Gates bool
	// Threads is how many goroutines share the rows of Predict; 0: the caller's alone. Results are
	// the same bits for any number.
	Threads int
	// Seed and First are for models that draw (gates in mode sample): a row's draws depend on the
	// seed and its number, First being that of the first row.
	Seed  uint64
	First int
	// Bad, if not nil, is told of rows that cannot be read, which then get an empty Prediction of
	// class −1, and the others go on. It may be called from several goroutines at once.
	Bad func(row int, err error)
}

// thresholds is where the gates open at the budget asked for; nil: where they were trained to.
func (m *Model) thresholds(o *Options) (map[nn.Layer]float64, error) {
	if o.Budget == 0 && o.Within == 0 {
		return nil, nil
	}
	d := m.m.Dial
	switch {
	case len(d) == 0:
		return nil, errors.New("gater: the model has no dial: it runs as it was trained, drop the budget")
	case !(o.Budget >= 0 && o.Budget <= 1) || o.Within < 0:
		return nil, fmt.Errorf("gater: a budget of %v within %v: give a share from 0 to 1, or a time", o.Budget, o.Within)
	}
	best := -1
	for i, s := range d {
		if (o.Budget == 0 || s.Budget <= o.Budget) && (o.Within == 0 || s.Micros*1000 <= float64(o.Within)) {
			best = i
		}
	}
	if best < 0 {
		return nil, fmt.Errorf("gater: the model's floor is %.3g %% of its multiply-adds, %.3g µs a row: ask for no less",
			100*d[0].Budget, d[0].Micros)
	}
	return m.dial[best], nil
}
