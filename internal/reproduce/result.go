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

// Read is how a row of a reproduction's folder stands.
func Read(dir string, row *Row) (*Result, error) {
	res := &Result{Row: row, State: "not begun"}
	db, spec, err := sweep.Open(filepath.Join(dir, row.Name))
	if err != nil {
		if missing(dir, row) {
			return res, nil
		}
		return nil, err
	}
	defer db.Close()
	all, err := db.Records()
	if err != nil {
		return nil, err
	}
	o, err := db.Opening()
	if err != nil {
		return nil, err
	}
	over, searched := 0, map[int]bool{}
	tested := map[int]float64{}
	for _, r := range all {
		if r.Ended() {
			over++
		}
		searched[r.Candidate] = true
		if r.Confirm && r.State == sweep.Failed {
			res.Failed++
		}
	}
	res.Searched = len(searched)
	want := row.Spec(Long, "mnist")
	res.Same = spec.Data == want.Data && spec.Search == want.Search && reflect.DeepEqual(spec.Set, want.Set)
	res.State = fmt.Sprintf("%d of %d trials", over, len(all)+max(0, spec.Confirm-len(sweep.Confirming(all))))
	if o == nil {
		return res, nil
	}
	res.State = "done"
	for _, t := range o.Tests {
		tested[t.Trial] = t.Error
		res.Test, res.Active = append(res.Test, t.Error), append(res.Active, t.Active)
	}
	for _, r := range all {
		if _, ok := tested[r.ID]; !ok {
			continue
		}
		e, _ := r.Best(math.MaxInt)
		res.Train, res.Valid = append(res.Train, e.TrainLoss), append(res.Valid, e.ValidError)
		res.Curves = append(res.Curves, r.Epochs)
		res.Settings = r.Settings
	}
	return res, nil
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
