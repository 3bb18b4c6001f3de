package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// script is a side that takes the given seconds, and notes its runs.
func script(name string, log *[]string, seconds ...float64) Side {
	k := 0
	return Side{Name: name, Run: func(n int) ([]float64, error) {
		*log = append(*log, fmt.Sprint(name, n))
		t := make([]float64, n)
		for i := range t {
			t[i] = seconds[k%len(seconds)]
		}
		k++
		return t, nil
	}}
}

func TestCompareTakesTurns(t *testing.T) {
	var log []string
	pauses := 0
	m := Meter{Reps: 3, Least: 5 * time.Millisecond, Most: 1000, Pause: func() { pauses++ }}
	// a run of a takes 10 ms, one of b 1 ms: it must run 6 times to last 5 ms
	times, err := m.Compare(t.Context(), script("a", &log, 10e-3), script("b", &log, 1e-3, 1e-3, 1e-3, 1e-3, 2e-3, 1e-3))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(log, " "), "a1 b1 b2 b4 a1 b6 b6 a1 a1 b6"; got != want {
		t.Errorf("ran %s, want %s", got, want)
	}
	if pauses != len(log) {
		t.Errorf("%d pauses for %d runs", pauses, len(log))
	}
	if got := Ratio(times[0], times[1]); got != (Stat{10, 5, 10}) {
		t.Errorf("ratio %v, want a median of 10 between 5 and 10", got)
	}
	if len(times[1].All) != 18 || times[1].Name != "b" {
		t.Errorf("%d runs of %s, want 18 of b", len(times[1].All), times[1].Name)
	}
}

func TestCompareStops(t *testing.T) {
	var log []string
	m := Meter{Reps: 2, Least: time.Millisecond, Most: 10, Pause: func() {}}
	bad := errors.New("no more")
	broken := Side{Name: "broken", Run: func(int) ([]float64, error) { return nil, bad }}
	if _, err := m.Compare(t.Context(), script("a", &log, 1), broken); !errors.Is(err, bad) {
		t.Errorf("error %v, want %v", err, bad)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Compare(ctx, script("a", &log, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestCalibrate(t *testing.T) {
	m := Meter{Least: 5 * time.Millisecond, Most: 100, Pause: func() {}}
	for seconds, want := range map[float64]int{1: 1, 4e-3: 2, 1e-3: 6, 1e-6: 100, 0: 100} {
		var log []string
		if got, err := m.calibrate(script("a", &log, seconds)); got != want || err != nil {
			t.Errorf("%v s: %d runs, want %d (%v)", seconds, got, want, err)
		}
	}
}

// TestTimed: a clock that goes on by a second at every look makes every run last one.
func TestTimed(t *testing.T) {
	var now time.Time
	clock := func() time.Time { now = now.Add(time.Second); return now }
	runs := 0
	got, err := timed("f", clock, func() { runs++; now = now.Add(time.Second) }).Run(3)
	if err != nil || !slices.Equal(got, []float64{2, 2, 2}) || runs != 4 {
		t.Errorf("%v in %d runs, want 2 s each in 4", got, runs)
	}
}

func TestStatistics(t *testing.T) {
	x := []float64{5, 1, 4, 2}
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"even median", Median(x), 3.0},
		{"odd median", Median(x[:3]), 4.0},
		{"summary", Summary(x).Scale(2), Stat{6, 2, 10}},
		{"p0", Quantile(x, 0), 1.0},
		{"p50", Quantile(x, 0.5), 4.0},
		{"p99", Quantile(x, 0.99), 5.0},
		{"p100", Quantile(x, 1), 5.0},
	} {
		if c.got != c.want {
			t.Errorf("%s is %v, want %v", c.what, c.got, c.want)
		}
	}
	if !slices.Equal(x, []float64{5, 1, 4, 2}) {
		t.Errorf("the numbers were sorted in place: %v", x)
	}
}
