//go:build !js

package sweep

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Sweep runs a specification over a database. Set the fields, call Start once, then Run.
type Sweep struct {
	Spec   *Spec
	DB     *DB
	Runner Runner
	Jobs   int              // trials at once, at least 1; the result does not depend on it
	Now    func() time.Time // of the record's times
	// OnEvent is told of every event, one at a time, after it was kept; it may be nil. It must not
	// keep the record, which changes.
	OnEvent func(e Event) error

	mu      sync.Mutex // guards records' contents and OnEvent
	records []*Record
}

// Event is something that happened to a trial.
type Event struct {
	Kind   string // start, resume, epoch, pause, done, stop, fail
	Record *Record
	Epoch  *Epoch // of kind epoch
	Text   string // why, of stop and fail
}

// Check says what is wrong with the trials; it needs no database.
func (s *Sweep) Check() error {
	_, _, err := s.checked()
	return err
}

// checked is the trials of the search and, by candidate, the epochs that they ask for.
func (s *Sweep) checked() (trials []Trial, epochs map[int]int, err error) {
	if trials, err = s.Spec.trials(); err != nil {
		return nil, nil, err
	}
	epochs = map[int]int{}
	for _, t := range trials {
		if epochs[t.Candidate] == 0 {
			if epochs[t.Candidate], err = s.Runner.Check(t); err != nil {
				return nil, nil, fmt.Errorf("candidate %d (%s): %w", t.Candidate, Short(t.Settings, nil), err)
			}
		}
	}
	return trials, epochs, nil
}

// Start checks every trial before the first is trained, and reads what was done before.
func (s *Sweep) Start() error {
	trials, epochs, err := s.checked()
	if err != nil {
		return err
	}
	if err := s.DB.add(s.Spec, trials); err != nil {
		return err
	}
	if s.records, err = s.DB.Records(); err != nil {
		return err
	}
	for _, r := range s.records {
		r.Trial.Epochs = epochs[r.Candidate]
	}
	return nil
}

// Records is every trial; while Run runs it may be read in OnEvent alone.
func (s *Sweep) Records() []*Record { return s.records }

// searched is the trials of the search.
func (s *Sweep) searched() (out []*Record) {
	for _, r := range s.records {
		if !r.Confirm {
			out = append(out, r)
		}
	}
	return out
}

// Run searches, chooses, and trains the further seeds of the candidate it chose. It returns ctx's
// error if ctx ends first; calling it again, in another process too, goes on.
func (s *Sweep) Run(ctx context.Context) (*Standing, error) {
	if err := s.search(ctx); err != nil {
		return nil, err
	}
	best, err := Choose(s.records)
	if err != nil {
		return nil, err
	}
	if len(Confirming(s.records)) == 0 {
		more := s.Spec.confirming(best.Trials[0].Trial, len(s.records))
		if err := s.DB.add(s.Spec, more); err != nil {
			return nil, err
		}
		for _, t := range more {
			s.records = append(s.records, &Record{Trial: t, State: Waiting})
		}
	}
	return best, s.train(ctx, Confirming(s.records), 1<<30, nil)
}
