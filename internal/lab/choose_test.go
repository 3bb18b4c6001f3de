package lab_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/internal/lab"
)

// session runs a session and returns its lines and what it logged.
func session(t *testing.T, s lab.Session) (lines []*lab.Line, log string, err error) {
	t.Helper()
	s.T, s.Theta, s.Threads, s.Warm = math.NaN(), math.NaN(), 2, 20
	s.Log = func(format string, args ...any) { log += fmt.Sprintf(format, args...) + "\n" }
	s.Emit = func(l *lab.Line) error { lines = append(lines, l); return nil }
	err = s.Run(context.Background())
	return lines, log, err
}

// TestEveryEstimator: every estimator of the catalogue is measured on one unit, or left out with a
// reason that names it; those that claim to be unbiased are, and the others are found out.
func TestEveryEstimator(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	lines, log, err := session(t, lab.Session{Tasks: []string{"unit"}, Options: lab.Options{Draws: 1 << 14}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range catalog.GateNames() {
		at := slices.IndexFunc(lines, func(l *lab.Line) bool { return l.Estimator == name })
		if at < 0 {
			if !strings.Contains(log, name) {
				t.Errorf("%s: neither measured nor left out:\n%s", name, log)
			}
			continue
		}
		l := lines[at]
		z := float64(l.MaxZ)
		if l.Method != "draws" {
			z = math.Abs(float64(l.Bias)) / 1e-8
		}
		if l.Unbiased && !(z < 4.5) {
			t.Errorf("%s claims to be unbiased, and is %v off (%s, %.1f)", name, l.Bias, l.Method, z)
		}
	}
}

// TestLines: what is measured comes out as JSON with the keys that are promised, and as CSV.
func TestLines(t *testing.T) {
	lines, _, err := session(t, lab.Session{Tasks: []string{"shared", "unit"}, Estimators: []string{"sbn:baseline=none", "sigmoid"}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, l := range lines {
		names = append(names, l.Task+" "+l.Estimator)
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"estimator", "task", "evals", "exact", "mean", "bias", "variance", "mse", "snr", "cosine", "micros",
			"bias_se", "variance_se", "cosine_se"} {
			if _, ok := m[key]; !ok {
				t.Errorf("no key %q in %s", key, b)
			}
		}
		if m["micros"] != nil {
			t.Errorf("a time without a clock: %v", m["micros"])
		}
	}
	if got := strings.Join(names, ", "); got != "shared sbn:baseline=none, shared sigmoid, unit sbn:baseline=none, unit sigmoid" {
		t.Errorf("lines of %s", got)
	}
	if lines[1].Law != "soft" || lines[1].Unbiased || lines[0].Law != "bits" || !lines[0].Unbiased {
		t.Errorf("%+v and %+v", lines[0], lines[1])
	}
	var b bytes.Buffer
	if err := lab.CSV(&b, lines); err != nil {
		t.Fatal(err)
	}
	rec, err := csv.NewReader(&b).ReadAll() // it checks that all rows are of one length
	if err != nil || len(rec) != 5 || rec[0][0] != "estimator" || rec[1][0] != "sbn:baseline=none" {
		t.Errorf("%v, %v", rec, err)
	}
	b.Reset()
	if err := lab.Table(&b, lines); err != nil || strings.Count(b.String(), "estimator") != 2 {
		t.Errorf("%v:\n%s", err, b.String())
	}
}

// TestUnknown: unknown names suggest the nearest, and what does not fit is refused by name.
func TestUnknown(t *testing.T) {
	for _, c := range []struct {
		tasks, names []string
		want         string
	}{
		{[]string{"unti"}, nil, `unknown task "unti" (did you mean unit?)`},
		{[]string{"unit"}, []string{"snb"}, `unknown estimator "snb" (did you mean sbn?)`},
		{[]string{"unit"}, []string{"unbiasd"}, `unknown estimator "unbiasd" (did you mean unbiased?)`},
		{[]string{"unit"}, []string{"sbn:k=2"}, `sbn takes no "k"`},
		{[]string{"unit"}, []string{"nr"}, "nr: its units are not on with probability σ(a)"},
		{[]string{"unit"}, []string{"st-sigmoid:slope=3"}, "st-sigmoid:slope=3: its units are not on"},
		{[]string{"unit", "toy200"}, []string{"enumerate"}, "enumerate: 200 columns of units take too many runs"},
	} {
		lines, _, err := session(t, lab.Session{Tasks: c.tasks, Estimators: c.names})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v %v: %v, want %q", c.tasks, c.names, err, c.want)
		}
		if len(lines) > 0 {
			t.Errorf("%v %v: %d lines before the error", c.tasks, c.names, len(lines))
		}
	}
}

// TestCancel: a session that is cancelled ends with the context's error.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	s := lab.Session{Tasks: []string{"three"}, Settings: own(), Options: lab.Options{Threads: 2, NoExact: true},
		Emit: func(*lab.Line) error { n++; cancel(); return nil }}
	if err := s.Run(ctx); err != context.Canceled || n != 1 {
		t.Errorf("%v after %d lines", err, n)
	}
}
