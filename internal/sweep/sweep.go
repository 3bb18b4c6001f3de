package sweep

import (
	"context"
	"errors"
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

// event keeps an event and passes it on. The caller holds the lock.
func (s *Sweep) event(r *Record, kind, text string, e *Epoch) error {
	if err := s.DB.moved(r, s.Now().UTC().Format(time.RFC3339), kind, text, e); err != nil {
		return err
	}
	if s.OnEvent == nil {
		return nil
	}
	return s.OnEvent(Event{Kind: kind, Record: r, Epoch: e, Text: text})
}

// move puts a trial into a state.
func (s *Sweep) move(r *Record, state, kind, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.State = state
	if state == Stopped || state == Failed {
		r.Reason = text
	}
	return s.event(r, kind, text, nil)
}

// stop ends a trial that lost.
func (s *Sweep) stop(r *Record, why string) error {
	if r.Ended() {
		return nil
	}
	if err := s.move(r, Stopped, "stop", why); err != nil {
		return err
	}
	return s.Runner.Drop(r.Trial)
}

// epoch keeps what a trial reported. An epoch that a killed process had kept already is replaced.
func (s *Sweep) epoch(r *Record, e Epoch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch n := len(r.Epochs); {
	case e.Epoch == n+1:
		r.Epochs = append(r.Epochs, e)
	case e.Epoch >= 1 && e.Epoch <= n:
		r.Epochs[e.Epoch-1] = e
	default:
		return fmt.Errorf("trial %d reported epoch %d after epoch %d: its folder does not belong to this sweep", r.ID, e.Epoch, n)
	}
	return s.event(r, "epoch", "", &e)
}

// lost ends a trial from within Run.
type lost struct{ why string }

func (l lost) Error() string { return l.why }

// one trains a trial until so many epochs, unless judge says why it should stop.
func (s *Sweep) one(ctx context.Context, r *Record, until int, judge func(*Record, int) string) error {
	until = min(until, r.Trial.Epochs)
	if judge != nil { // a process may have died between an epoch and its judgement
		if why := judge(r, len(r.Epochs)); why != "" {
			return s.stop(r, why)
		}
	}
	kind := "start"
	if r.State != Waiting {
		kind = "resume"
	}
	if err := s.move(r, Running, kind, ""); err != nil {
		return err
	}
	done, err := s.Runner.Run(ctx, r.Trial, until, func(e Epoch) error {
		if err := s.epoch(r, e); err != nil {
			return err
		}
		if judge != nil {
			if why := judge(r, e.Epoch); why != "" {
				return lost{why}
			}
		}
		return nil
	})
	var l lost
	switch {
	case errors.As(err, &l):
		return s.stop(r, l.why)
	case errors.Is(err, ErrFailed):
		err = s.move(r, Failed, "fail", err.Error())
	case err != nil:
		return err
	case !done:
		return s.move(r, Paused, "pause", "")
	default:
		err = s.move(r, Done, "done", "")
	}
	return errors.Join(err, s.Runner.Drop(r.Trial))
}

// train trains what is left of some trials, Jobs at once, in the order of their numbers. The first
// error that is not a trial's own stops them all.
func (s *Sweep) train(ctx context.Context, records []*Record, until int, judge func(*Record, int) string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slots := make(chan struct{}, max(1, s.Jobs))
	var wait sync.WaitGroup
	for _, r := range records {
		if r.Ended() || until < r.Trial.Epochs && r.reached(until) {
			continue
		}
		slots <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wait.Go(func() {
			defer func() { <-slots }()
			if err := s.one(ctx, r, until, judge); err != nil {
				cancel(err)
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}
