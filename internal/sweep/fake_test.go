//go:build !js

package sweep

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// fake is a Runner without networks: the error of a trial falls from 1 towards (log₁₀ rate + 1)²,
// and its seed moves it a little. It keeps how far every trial has come, as folders would.
type fake struct {
	mu     sync.Mutex
	epochs int
	at     map[int]int                   // epochs of a trial that its folder has
	ran    map[int]int                   // epochs that were trained, repetitions too
	fail   map[int]int                   // the epoch after which a trial fails
	die    func(t Trial, epoch int) bool // the process dies here, after each and before the folder
	tests  int
}

// errDied stands for a process that was killed.
var errDied = fmt.Errorf("killed")

func newFake(epochs int) *fake {
	return &fake{epochs: epochs, at: map[int]int{}, ran: map[int]int{}, fail: map[int]int{}}
}

func (f *fake) Check(t Trial) (int, error) {
	for _, x := range t.Settings {
		if x.Name == "rate" && x.Value == "0" {
			return 0, fmt.Errorf("rate is 0: it must be above 0")
		}
	}
	return f.epochs, nil
}

func (f *fake) error(t Trial, epoch int) float64 {
	for _, x := range t.Settings {
		if x.Name == "rate" {
			rate, _ := strconv.ParseFloat(x.Value, 64)
			d := 10*rate - 1
			return min(1, d*d+0.001*float64(t.Seed%7)) + 1/float64(epoch)
		}
	}
	return 1
}

func (f *fake) Run(ctx context.Context, t Trial, until int, each func(Epoch) error) (bool, error) {
	f.mu.Lock()
	at := f.at[t.ID]
	f.mu.Unlock()
	for at < until {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		at++
		f.mu.Lock()
		f.ran[t.ID]++
		fails, dies := f.fail[t.ID] > 0 && at > f.fail[t.ID], f.die != nil && f.die(t, at)
		f.mu.Unlock()
		if fails {
			return false, fmt.Errorf("%w: diverged", ErrFailed)
		}
		if err := each(Epoch{Epoch: at, ValidError: f.error(t, at), ValidLoss: 1}); err != nil {
			return false, err
		}
		if dies {
			return false, errDied
		}
		f.mu.Lock()
		f.at[t.ID] = at
		f.mu.Unlock()
	}
	return at == f.epochs, nil
}

func (f *fake) Drop(Trial) error { return nil }

func (f *fake) Test(_ context.Context, t Trial) (Test, error) {
	f.tests++
	return Test{Error: f.error(t, f.epochs) / 2, Active: 1}, nil
}

// clock stands still.
func clock() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

// begin opens a sweep in a folder.
func begin(tb testing.TB, dir string, spec Spec, r Runner, jobs int) *Sweep {
	tb.Helper()
	if err := spec.Check(); err != nil {
		tb.Fatal(err)
	}
	db, err := Create(dir, &spec, "sum", "now")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	s := &Sweep{Spec: &spec, DB: db, Runner: r, Jobs: jobs, Now: clock}
	if err := s.Start(); err != nil {
		tb.Fatal(err)
	}
	return s
}

// rates is a sweep over the learning rate.
func rates(change func(s *Spec)) Spec {
	s := Default()
	s.Trials, s.Seed = 9, 3
	s.Space = []Axis{{Name: "rate", Kind: "log", Lo: 0.001, Hi: 1}, {Name: "gate", Kind: "choice", Choices: []string{"st", "nr"}}}
	change(&s)
	return s
}

// outcome is what a sweep's database says, but for the order and times of its events.
func outcome(tb testing.TB, dir string) (lines []string) {
	tb.Helper()
	db, _, err := Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{
		`SELECT * FROM trial ORDER BY trial`, `SELECT * FROM epoch ORDER BY trial, epoch`,
		`SELECT * FROM setting ORDER BY candidate, name`, `SELECT * FROM opening`, `SELECT * FROM test ORDER BY trial`,
		`SELECT trial, epoch, valid_error, epochs FROM best ORDER BY trial`,
	} {
		if err := db.Query(context.Background(), q, func(cells []any) error {
			lines = append(lines, fmt.Sprint(cells...))
			return nil
		}); err != nil {
			tb.Fatal(err)
		}
	}
	return lines
}

func folder(tb testing.TB) string { return filepath.Join(tb.TempDir(), "a sweep?#%41") }
