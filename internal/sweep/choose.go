//go:build !js

package sweep

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Standing is a candidate's place: means over its seeds of each trial's best epoch.
type Standing struct {
	Candidate int
	Trials    []*Record
	Error     float64 // validation error as deployed
	Loss      float64 // validation loss of the same epochs
	Epochs    int     // that all its trials have done
	Whole     bool    // all its trials are done: it may be chosen
}

// standings is the search's candidates after at most so many epochs, the best first: by mean error,
// then mean loss, then number. A candidate with a trial that failed before then, or that has no
// epoch yet, is last, at an infinite error.
func standings(all []*Record, epochs int) (out []*Standing) {
	at := map[int]*Standing{}
	for _, r := range all {
		if r.Confirm {
			continue
		}
		s := at[r.Candidate]
		if s == nil {
			s = &Standing{Candidate: r.Candidate, Whole: true, Epochs: math.MaxInt}
			at[r.Candidate] = s
			out = append(out, s)
		}
		s.Trials = append(s.Trials, r)
		s.Whole = s.Whole && r.State == Done
		s.Epochs = min(s.Epochs, len(r.Epochs))
		b, ok := r.Best(epochs)
		if !ok || r.State == Failed && len(r.Epochs) < epochs { // one that failed later was there
			b.ValidError, b.ValidLoss = math.Inf(1), math.Inf(1)
		}
		s.Error += b.ValidError
		s.Loss += b.ValidLoss
	}
	for _, s := range out {
		s.Error /= float64(len(s.Trials))
		s.Loss /= float64(len(s.Trials))
	}
	slices.SortStableFunc(out, func(a, b *Standing) int {
		return cmp.Or(cmp.Compare(a.Error, b.Error), cmp.Compare(a.Loss, b.Loss), cmp.Compare(a.Candidate, b.Candidate))
	})
	return out
}

// Standings is how the search stands, the candidates that may be chosen first.
func Standings(all []*Record) []*Standing {
	out := standings(all, math.MaxInt)
	slices.SortStableFunc(out, func(a, b *Standing) int {
		switch {
		case a.Whole == b.Whole:
			return 0
		case a.Whole:
			return -1
		}
		return 1
	})
	return out
}

// Choose is the candidate with the least validation error among those whose trials are all done.
// It is an error while the search goes on, or when every candidate was stopped or failed.
func Choose(all []*Record) (*Standing, error) {
	open := 0
	for _, r := range all {
		if !r.Confirm && !r.Ended() {
			open++
		}
	}
	if open > 0 {
		return nil, fmt.Errorf("the search is not over: %d of its trials are not; go on with it first", open)
	}
	best := Standings(all)
	if len(best) == 0 || !best[0].Whole {
		return nil, fmt.Errorf("no trial came to its end: %s; change the space", firstReason(all))
	}
	return best[0], nil
}

// firstReason is why the first trial that failed did.
func firstReason(all []*Record) string {
	for _, r := range all {
		if r.State == Failed {
			return fmt.Sprintf("trial %d failed (%s)", r.ID, r.Reason)
		}
	}
	return "all were stopped"
}

// Confirming is the further trials of the chosen candidate.
func Confirming(all []*Record) (out []*Record) {
	for _, r := range all {
		if r.Confirm {
			out = append(out, r)
		}
	}
	return out
}
