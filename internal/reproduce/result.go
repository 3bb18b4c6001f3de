//go:build !js

package reproduce

import (
	"fmt"
	"math"
	"path/filepath"
	"reflect"

	"gater/internal/report"
	"gater/internal/sweep"
)

// Result is how a row stands.
type Result struct {
	*Row
	State    string // not begun, 7 of 18 trials, done
	Settings []sweep.Setting
	Searched int  // candidates
	Same     bool // the experiment is the paper's: its net and data, searched, for as many epochs as Rows says
	Failed   int  // further seeds that diverged, and have no test error
	// Of the trials that were tested, a seed each: the training criterion at the best epoch, and
	// errors and the share of open gates as shares from 0 to 1. Empty until the row is done.
	Train, Valid, Test, Active []float64
	Curves                     [][]sweep.Epoch
}

// Done reports whether the row's test set was opened.
func (r *Result) Done() bool { return len(r.Test) > 0 }

// Read is how a row of a reproduction's folder stands, by its sweep, or by what was kept of it.
func Read(dir string, row *Row) (*Result, error) {
	res := &Result{Row: row, State: "not begun"}
	if missing(dir, row) {
		k, err := ReadKept(dir, row)
		if k != nil {
			res.take(k)
		}
		return res, err
	}
	db, spec, err := sweep.Open(filepath.Join(dir, row.Name))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	k, err := keep(db, spec)
	if err != nil {
		return nil, err
	}
	if k != nil {
		res.take(k)
		return res, nil
	}
	all, err := db.Records()
	if err != nil {
		return nil, err
	}
	over := 0
	for _, r := range all {
		if r.Ended() {
			over++
		}
	}
	res.State = fmt.Sprintf("%d of %d trials", over, len(all)+max(0, spec.Confirm-len(sweep.Confirming(all))))
	return res, nil
}

// take fills in what a row that is done came to.
func (r *Result) take(k *Kept) {
	r.State, r.Failed = "done", k.Failed
	searched := map[int]bool{}
	for _, s := range k.Searched {
		searched[s.Candidate] = true
	}
	r.Searched = len(searched)
	want := r.Spec(Long, "mnist")
	r.Same = k.Spec.Data == want.Data && k.Spec.Search == want.Search && reflect.DeepEqual(k.Spec.Set, want.Set)
	for _, t := range k.Tested {
		best, _ := (&sweep.Record{Epochs: t.Epochs}).Best(math.MaxInt)
		r.Test, r.Active = append(r.Test, t.Test.Error), append(r.Active, t.Test.Active)
		r.Train, r.Valid = append(r.Train, best.TrainLoss), append(r.Valid, best.ValidError)
		r.Curves, r.Settings = append(r.Curves, t.Epochs), t.Settings
	}
}

// curve is the mean over seeds of the validation error with the noise of training on, as the
// paper's figure has it, for as long as all seeds were trained.
func (r *Result) curve() (y []float64) {
	for e := 0; ; e++ {
		sum := 0.0
		for _, c := range r.Curves {
			if e >= len(c) {
				return y
			}
			sum += c[e].SampledError
		}
		if len(r.Curves) == 0 {
			return nil
		}
		y = append(y, sum/float64(len(r.Curves)))
	}
}

// meanSE is a mean and its standard error, NaN for none.
func meanSE(x []float64) (mean, se float64) {
	if len(x) == 0 {
		return math.NaN(), math.NaN()
	}
	return report.MeanSE(x)
}
