//go:build !js

package sweep

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// ErrOpened is wrapped by OpenTest's error when the test set was opened before.
var ErrOpened = errors.New("the test set was opened")

// OpenTest opens the test set: it tests the candidate that Choose picks, with its further seeds if
// it has some, else with the search's. It is the only way to a test error, and it works once: that
// the set was opened, and for which candidate, is kept before the first trial is tested, and a
// second call is refused. A call that was cut short is completed, for the same candidate.
func (s *Sweep) OpenTest(ctx context.Context, tester Tester) ([]Test, error) {
	best, err := Choose(s.records)
	if err != nil {
		return nil, err
	}
	trials := best.Trials
	if more := Confirming(s.records); len(more) > 0 {
		trials = more
	}
	var done []*Record
	for _, r := range trials {
		if !r.Ended() {
			return nil, fmt.Errorf("trial %d of the chosen candidate %d is not done: go on with the sweep first", r.ID, best.Candidate)
		}
		if r.State == Done {
			done = append(done, r)
		}
	}
	if len(done) == 0 {
		return nil, fmt.Errorf("all further seeds of candidate %d failed (%s): change the space", best.Candidate, trials[0].Reason)
	}
	tested, err := s.open(best.Candidate, len(done))
	if err != nil {
		return nil, err
	}
	for _, r := range done[len(tested):] {
		t, err := tester.Test(ctx, r.Trial)
		if err != nil {
			return nil, err
		}
		t.Trial, t.Seed = r.ID, r.Seed
		if _, err := s.DB.db.Exec(`INSERT INTO test VALUES (?, ?, ?, ?, ?)`, t.Trial, t.Error, t.Loss, t.Active, t.Macs); err != nil {
			return nil, s.DB.explain(err)
		}
		tested = append(tested, t)
	}
	return tested, nil
}

// open keeps that the test set is opened for a candidate of n trials, or refuses. It returns what
// an opening that was cut short had found.
func (s *Sweep) open(candidate, n int) ([]Test, error) {
	o, err := s.DB.Opening()
	if err != nil {
		return nil, err
	}
	switch {
	case o == nil:
		_, err := s.DB.db.Exec(`INSERT INTO opening VALUES (1, ?, ?)`, candidate, s.Now().UTC().Format(time.RFC3339))
		return nil, s.DB.explain(err)
	case o.Candidate != candidate:
		return nil, fmt.Errorf("%w on %s for candidate %d, and not for %d: a set that helped to choose is no test any more", ErrOpened, o.Time, o.Candidate, candidate)
	case len(o.Tests) >= n:
		return nil, fmt.Errorf("%w on %s for candidate %d: a second look could be used to choose, and is refused", ErrOpened, o.Time, candidate)
	}
	return o.Tests, nil
}

// Opening is that the test set was opened, and what it showed.
type Opening struct {
	Candidate int
	Time      string
	Tests     []Test
}

// Opening is nil if the test set was not opened.
func (d *DB) Opening() (*Opening, error) {
	o := &Opening{}
	err := d.db.QueryRow(`SELECT candidate, time FROM opening`).Scan(&o.Candidate, &o.Time)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, d.damaged(err)
	}
	rows, err := d.db.Query(`SELECT trial, seed, error, loss, active, macs FROM test JOIN trial USING (trial) ORDER BY trial`)
	if err != nil {
		return nil, d.damaged(err)
	}
	defer rows.Close()
	for rows.Next() {
		var t Test
		var seed string
		if err := rows.Scan(&t.Trial, &seed, &t.Error, &t.Loss, &t.Active, &t.Macs); err != nil {
			return nil, d.damaged(err)
		}
		if t.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
			return nil, d.damaged(err)
		}
		o.Tests = append(o.Tests, t)
	}
	return o, rows.Err()
}
