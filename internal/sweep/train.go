//go:build !js

package sweep

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

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
