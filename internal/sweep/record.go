//go:build !js

package sweep

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
)

// States of a trial.
const (
	Waiting = "waiting" // not begun
	Running = "running" // begun, and to go on if its process died
	Paused  = "paused"  // waiting for the others of its rung
	Done    = "done"
	Stopped = "stopped" // a loser
	Failed  = "failed"
)

// Record is a trial and what became of it.
type Record struct {
	Trial
	State  string
	Reason string // of Stopped and Failed
	Epochs []Epoch
}

// Ended reports whether nothing more will be trained.
func (r *Record) Ended() bool { return r.State == Done || r.State == Stopped || r.State == Failed }

// reached reports whether a trial has done n epochs and kept them: of one whose process died, the
// last epoch may have been reported and not kept.
func (r *Record) reached(n int) bool {
	return len(r.Epochs) > n || len(r.Epochs) == n && r.State == Paused
}

// Best is the best of the first n epochs as training keeps it: least validation error as deployed,
// then least loss, then the earliest. It reports false if there is none.
func (r *Record) Best(n int) (best Epoch, ok bool) {
	for _, e := range r.Epochs {
		if e.Epoch <= n && (!ok || e.ValidError < best.ValidError ||
			e.ValidError == best.ValidError && e.ValidLoss < best.ValidLoss) {
			best, ok = e, true
		}
	}
	return best, ok
}

// add keeps trials that are not in the database yet, and their settings.
func (d *DB) add(s *Spec, trials []Trial) error {
	return d.tx(func(tx *sql.Tx) error {
		for _, t := range trials {
			if _, err := tx.Exec(`INSERT OR IGNORE INTO trial VALUES (?, ?, ?, ?, 'waiting', '')`,
				t.ID, t.Candidate, strconv.FormatUint(t.Seed, 10), t.Confirm); err != nil {
				return err
			}
			for _, x := range t.Settings {
				var number any
				if v, err := strconv.ParseFloat(x.Value, 64); err == nil {
					number = v
				}
				varies := slices.ContainsFunc(s.Space, func(a Axis) bool { return a.Name == x.Name })
				if _, err := tx.Exec(`INSERT OR IGNORE INTO setting VALUES (?, ?, ?, ?, ?)`,
					t.Candidate, x.Name, x.Value, number, varies); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// moved keeps a trial's new state, or an epoch (nil: none), with the event that made it: all or
// nothing.
func (d *DB) moved(r *Record, now, kind, text string, e *Epoch) error {
	return d.tx(func(tx *sql.Tx) error {
		if e != nil {
			if _, err := tx.Exec(`INSERT OR REPLACE INTO epoch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.ID, e.Epoch,
				e.TrainLoss, e.TrainError, e.ValidError, e.ValidLoss, e.SampledError, e.Active, e.Seconds); err != nil {
				return fmt.Errorf("trial %d, epoch %d: %w", r.ID, e.Epoch, err)
			}
		}
		if _, err := tx.Exec(`UPDATE trial SET state = ?, reason = ? WHERE trial = ?`, r.State, r.Reason, r.ID); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO event (time, trial, kind, epoch, text) VALUES (?, ?, ?, ?, ?)`, now, r.ID, kind, len(r.Epochs), text)
		return err
	})
}

// Records is every trial, in the order of their numbers.
func (d *DB) Records() (all []*Record, err error) {
	settings, err := d.settings()
	if err != nil {
		return nil, d.damaged(err)
	}
	rows, err := d.db.Query(`SELECT trial, candidate, seed, confirm, state, reason FROM trial ORDER BY trial`)
	if err != nil {
		return nil, d.damaged(err)
	}
	defer rows.Close()
	at := map[int]*Record{}
	for rows.Next() {
		r := &Record{}
		var seed string
		if err := rows.Scan(&r.ID, &r.Candidate, &seed, &r.Confirm, &r.State, &r.Reason); err != nil {
			return nil, d.damaged(err)
		}
		if r.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
			return nil, d.damaged(err)
		}
		r.Settings = settings[r.Candidate]
		all, at[r.ID] = append(all, r), r
	}
	if err := rows.Err(); err != nil {
		return nil, d.damaged(err)
	}
	return all, d.epochs(at)
}

// settings is every candidate's settings, in the order they were declared.
func (d *DB) settings() (map[int][]Setting, error) {
	rows, err := d.db.Query(`SELECT candidate, name, value FROM setting ORDER BY rowid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[int][]Setting{}
	for rows.Next() {
		var c int
		var x Setting
		if err := rows.Scan(&c, &x.Name, &x.Value); err != nil {
			return nil, err
		}
		all[c] = append(all[c], x)
	}
	return all, rows.Err()
}

// epochs fills in what the trials reported.
func (d *DB) epochs(at map[int]*Record) error {
	rows, err := d.db.Query(`SELECT trial, epoch, train_loss, train_error, valid_error, valid_loss, valid_error_sampled, active, seconds
		FROM epoch ORDER BY trial, epoch`)
	if err != nil {
		return d.damaged(err)
	}
	defer rows.Close()
	for rows.Next() {
		var trial int
		var e Epoch
		if err := rows.Scan(&trial, &e.Epoch, &e.TrainLoss, &e.TrainError, &e.ValidError, &e.ValidLoss, &e.SampledError, &e.Active, &e.Seconds); err != nil {
			return d.damaged(err)
		}
		if r := at[trial]; r != nil {
			r.Epochs = append(r.Epochs, e)
		}
	}
	return rows.Err()
}
