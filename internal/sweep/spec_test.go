//go:build !js

package sweep

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.yaml")
	read := func(text string) (Spec, error) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		s := Default()
		if err := s.ReadFile(path); err != nil {
			return s, err
		}
		return s, s.Check()
	}
	s, err := read("data: synthetic\nset:\n  preset: paper\n  epochs: 3\n  gater: [64, 32]\nspace:\n" +
		"  rate: log 0.001..1 in 4\n  gate: [st, nr]\n  blocks: integer 8..64\n  max-norm: [0, 2.1]\ntrials: 7\nstop: median\nseed: 18446744073709551615\n")
	want := Default()
	want.Data, want.Trials, want.Stop, want.Seed = "synthetic", 7, "median", math.MaxUint64
	want.Set = []Setting{{"preset", "paper"}, {"epochs", "3"}, {"gater", "64,32"}}
	want.Space = []Axis{{"rate", "log", 0.001, 1, 4, nil}, {"gate", "choice", 0, 0, 0, []string{"st", "nr"}},
		{"blocks", "integer", 8, 64, 0, nil}, {"max-norm", "choice", 0, 0, 0, []string{"0", "2.1"}}}
	if err != nil || !reflect.DeepEqual(s, want) {
		t.Errorf("%v:\n%+v, want\n%+v", err, s, want)
	}
	for text, want := range map[string]string{
		"spaces:\n  rate: log 0.1..1\n":                        `unknown field "spaces"`,
		"space: 3\n":                                           "s.yaml: ",
		"space:\n  rate: log 0.1..1\ntrials: many\n":           "s.yaml: ",
		"space:\n  rate: log 1..0.1\n":                         "space: rate goes from 1 to 0.1: the first must be the smaller",
		"space:\n  rate: log 0..1\n":                           "space: rate begins at 0: a logarithmic range begins above 0",
		"space:\n  rate: log 0.1\n":                            `space: rate is "log 0.1": write it as log 0.1..1`,
		"space:\n  rate: log x..1\n":                           `space: rate is "log x..1"`,
		"space:\n  rate: log 0.1..1 in 0\n":                    `in 5 for a grid`,
		"space:\n  blocks: integer 1.5..3\n":                   "give whole numbers",
		"space:\n  gate: [st, st]\n":                           `space: gate has the choice "st" twice or empty`,
		"space:\n  gate: []\n":                                 "space: gate has no choices",
		"space:\n  gate: {a: b}\n":                             "write a number, a word or a list",
		"space:\n  seed: [1, 2]\n":                             "seed cannot be set for trials: seeds gives trials their seeds",
		"set:\n  rate: 1\nspace:\n  rate: [1]\n":               "rate is given twice",
		"trials: 3\n":                                          "the space is empty",
		"space:\n  rate: [1]\nsearch: best\n":                  `unknown search "best": choose one of random, grid, halving`,
		"space:\n  rate: [1]\nstop: no\n":                      `unknown stop`,
		"space:\n  rate: [1]\ntrials: 0\n":                     "trials is 0: it must be a number of candidates",
		"space:\n  rate: [1]\nseeds: 0\n":                      "seeds is 0: it must be from 1",
		"space:\n  rate: [1]\neta: 1\n":                        "eta is 1: it must be from 2",
		"space:\n  rate: [1]\nsearch: halving\nstop: median\n": "halving stops losers by itself",
		"space:\n  epochs: [1, 2]\nsearch: halving\n":          "epochs varies",
		"a: [\n": "s.yaml: ",
		"\ufeffsearch: x\r\nspace: {rate: log 1..2}\r\n": "unknown search",
		"\xff\xfes\x00":                                 "s.yaml: UTF-16 or binary, not UTF-8 text",
		"set:\n  gater: &a [1]\n  rate: *a\n":           "s.yaml: line 2: refers to other parts of the file: write it out",
		"space:\n  rate: " + strings.Repeat("[", 1<<18): "s.yaml: line 2: nests more than 32 deep",
		"space:\n  rate: uniform 0..1 in 2000000000\n":  "write it as uniform 0.1..1",
	} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %q in one line", text, err, want)
		}
	}
}

func TestAxis(t *testing.T) {
	for _, c := range []struct {
		text string
		ends [2]string // at u = 0 and just below 1
		grid string
	}{
		{"uniform 0..2 in 3", [2]string{"0", "2"}, "0 1 2"},
		{"log 0.01..1 in 3", [2]string{"0.01", "1"}, "0.01 0.1 1"},
		{"integer 3..5 in 3", [2]string{"3", "5"}, "3 4 5"},
		{"integer 0..1 in 5", [2]string{"0", "1"}, "0 1"},
		{"log-integer 8..128 in 5", [2]string{"8", "128"}, "8 16 32 64 128"},
		{"uniform 1..3 in 1", [2]string{"1", "3"}, "2"},
		{"a,b, c", [2]string{"a", "c"}, "a b c"},
		{"64,32 | 400", [2]string{"64,32", "400"}, "64,32 400"},
	} {
		a, err := ParseAxis("x", c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		values, err := a.grid()
		if got := strings.Join(values, " "); err != nil || got != c.grid {
			t.Errorf("%s: grid %s (%v), want %s", c.text, got, err, c.grid)
		}
		if got := [2]string{a.at(0), a.at(math.Nextafter(1, 0))}; got != c.ends {
			t.Errorf("%s: from %s to %s, want %v", c.text, got[0], got[1], c.ends)
		}
	}
	if _, err := (&Axis{Name: "x", Kind: "log", Lo: 1, Hi: 2}).grid(); err == nil || !strings.Contains(err.Error(), "needs its number of points") {
		t.Errorf("a grid of a range: %v", err)
	}
}

// TestDraws: a logarithmic axis is uniform in its logarithm, and a uniform one is not; candidates
// differ, and are the same for the same seed alone.
func TestDraws(t *testing.T) {
	below := func(kind string) (n int) {
		s := Default()
		s.Trials, s.Space = 2000, []Axis{{Name: "rate", Kind: kind, Lo: 0.01, Hi: 1}}
		points, err := s.candidates()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range points {
			if v, _ := strconv.ParseFloat(p[0].Value, 64); v < 0.1 {
				n++
			}
		}
		return n
	}
	if n := below("log"); n < 900 || n > 1100 {
		t.Errorf("%d of 2000 in the lower decade, want about 1000", n)
	}
	if n := below("uniform"); n > 300 {
		t.Errorf("%d of 2000 of a uniform axis in the lower decade", n)
	}
	draw := func(seed uint64) [][]Setting {
		s := rates(func(s *Spec) { s.Seed, s.Set = seed, []Setting{{"epochs", "3"}} })
		points, err := s.candidates()
		if err != nil {
			t.Fatal(err)
		}
		return points
	}
	a, again, b := draw(1), draw(1), draw(2)
	if !reflect.DeepEqual(a, again) || reflect.DeepEqual(a, b) {
		t.Error("candidates do not go with the seed")
	}
	for i, p := range a {
		if slices.ContainsFunc(a[:i], func(q []Setting) bool { return reflect.DeepEqual(p, q) }) || p[0].Name != "epochs" {
			t.Errorf("candidate %d: %v", i, p)
		}
	}
	s := rates(func(s *Spec) { s.Space = s.Space[1:] })
	if _, err := s.candidates(); err == nil || !strings.Contains(err.Error(), "only about 2 points, fewer than 9 trials") {
		t.Errorf("%v", err)
	}
}
