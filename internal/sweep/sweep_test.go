//go:build !js

package sweep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// methods are the ways to search, each with what it should train of 9 candidates and 9 epochs.
var methods = []struct {
	name   string
	spec   Spec
	trials int
}{
	{"random", rates(func(s *Spec) {}), 9},
	{"two seeds", rates(func(s *Spec) { s.Seeds = 2 }), 18},
	{"grid", rates(func(s *Spec) { s.Search, s.Space[0].Points = "grid", 4 }), 8},
	{"halving", rates(func(s *Spec) { s.Search = "halving"; s.Confirm = 2 }), 9},
	{"halving, two seeds", rates(func(s *Spec) { s.Search, s.Seeds = "halving", 2 }), 18},
	{"median", rates(func(s *Spec) { s.Stop, s.Trials, s.Confirm = "median", 14, 1 }), 14},
}

// whole runs a sweep to its end in one go, and opens its test set.
func whole(t *testing.T, spec Spec, f *fake, jobs int) []string {
	t.Helper()
	dir := folder(t)
	s := begin(t, dir, spec, f, jobs)
	if _, err := s.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenTest(context.Background(), f); err != nil {
		t.Fatal(err)
	}
	s.DB.Close()
	return outcome(t, dir)
}

// TestSearch: every method trains as many trials as it says, picks the best, and comes to the same
// for any number of jobs.
func TestSearch(t *testing.T) {
	for _, m := range methods {
		t.Run(m.name, func(t *testing.T) {
			one := whole(t, m.spec, failing(), 1)
			for _, jobs := range []int{2, 8} {
				if got := whole(t, m.spec, failing(), jobs); !slices.Equal(got, one) {
					t.Errorf("%d jobs:\n%s\nwant\n%s", jobs, strings.Join(got, "\n"), strings.Join(one, "\n"))
				}
			}
			f := failing()
			s := begin(t, folder(t), m.spec, f, 2)
			best, err := s.Run(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if n := len(s.searched()); n != m.trials {
				t.Errorf("%d trials, want %d", n, m.trials)
			}
			for _, r := range s.Records() {
				if e, ok := r.Best(9); ok && r.State == Done && !r.Confirm && m.spec.Seeds == 1 && e.ValidError < best.Error {
					t.Errorf("trial %d has error %v, chosen was %v", r.ID, e.ValidError, best.Error)
				}
			}
			if got := len(Confirming(s.Records())); got != m.spec.Confirm {
				t.Errorf("%d further trials, want %d", got, m.spec.Confirm)
			}
		})
	}
}

// failing is a fake in which trial 2 fails at once and trial 5 after four epochs.
func failing() *fake {
	f := newFake(9)
	f.fail = map[int]int{2: 0, 5: 4}
	f.fail[2] = 1
	return f
}

// TestKilled: a sweep whose process dies after every so many epochs, between the database and the
// trial's folder, and is started again each time, comes to the same as one that never stopped; an
// epoch is trained at most once more a death, and a trial that has ended is not touched again.
func TestKilled(t *testing.T) {
	for _, m := range methods {
		for _, every := range []int{1, 2, 5} {
			t.Run(fmt.Sprintf("%s/%d", m.name, every), func(t *testing.T) {
				want := whole(t, m.spec, failing(), 2)
				dir, f, n, deaths := folder(t), failing(), 0, 0
				f.die = func(Trial, int) bool { n++; return n%(every+1) == 0 }
				for {
					s := begin(t, dir, m.spec, f, 2)
					ended := map[int]int{}
					for _, r := range s.Records() {
						if r.Ended() {
							ended[r.ID] = f.ran[r.ID]
						}
					}
					_, err := s.Run(context.Background())
					for id, ran := range ended {
						if f.ran[id] != ran {
							t.Errorf("trial %d had ended and was trained again", id)
						}
					}
					if err == nil {
						_, err = s.OpenTest(context.Background(), f)
					}
					s.DB.Close()
					if err == nil {
						break
					}
					if !errors.Is(err, errDied) {
						t.Fatal(err)
					}
					deaths++
				}
				if got := outcome(t, dir); !slices.Equal(got, want) {
					t.Errorf("after %d deaths:\n%s\nwant\n%s", deaths, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				if deaths < 5 {
					t.Errorf("only %d deaths", deaths)
				}
			})
		}
	}
}

// TestEarlyStopping: halving and the median rule train less than a random search, and choose what
// it does; this fails for a search that stops nothing.
func TestEarlyStopping(t *testing.T) {
	epochs := func(spec Spec) (n int, chosen string) {
		f := newFake(9)
		s := begin(t, folder(t), spec, f, 3)
		best, err := s.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range f.ran {
			n += k
		}
		return n, Short(best.Trials[0].Settings, nil)
	}
	all, want := epochs(rates(func(s *Spec) { s.Trials = 27 }))
	if all != 27*9 {
		t.Errorf("random search trained %d epochs, want %d", all, 27*9)
	}
	for _, spec := range []Spec{
		rates(func(s *Spec) { s.Trials, s.Search = 27, "halving" }),
		rates(func(s *Spec) { s.Trials, s.Stop = 27, "median" }),
	} {
		n, got := epochs(spec)
		if got != want || n >= all*3/4 {
			t.Errorf("%s %s: chose %s after %d epochs, a random search %s after %d", spec.Search, spec.Stop, got, n, want, all)
		}
	}
	n, _ := epochs(rates(func(s *Spec) { s.Trials, s.Search = 27, "halving" }))
	if want := 27*1 + 9*2 + 3*6; n != want { // rungs at 1, 3 and 9 epochs
		t.Errorf("halving trained %d epochs, want %d", n, want)
	}
}

// TestFatal: an error that is not a trial's own ends the sweep.
func TestFatal(t *testing.T) {
	f := newFake(3)
	f.die = func(t Trial, epoch int) bool { return t.ID == 4 }
	s := begin(t, folder(t), rates(func(*Spec) {}), f, 1)
	if _, err := s.Run(context.Background()); !errors.Is(err, errDied) {
		t.Errorf("%v", err)
	}
	if len(f.ran) != 4 {
		t.Errorf("trained %v after a fatal error in trial 4", f.ran)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s2 := begin(t, folder(t), rates(func(*Spec) {}), newFake(3), 1)
	if _, err := s2.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	all := newFake(3)
	for i := range 10 {
		all.fail[i] = 1
	}
	s3 := begin(t, folder(t), rates(func(*Spec) {}), all, 1)
	if _, err := s3.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "no trial came to its end: trial 1 failed (the trial failed: diverged)") {
		t.Errorf("%v", err)
	}
}
