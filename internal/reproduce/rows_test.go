//go:build !js

package reproduce

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/internal/report"
	"gater/internal/sweep"
)

// TestSpecs: every row declares a sweep that makes sense, and keeps seeds of the search and of what
// is tested apart.
func TestSpecs(t *testing.T) {
	for i := range Rows {
		r := &Rows[i]
		for _, p := range []Plan{Long, Quick} {
			s := r.Spec(p.For(r), "mnist")
			if err := s.Check(); err != nil {
				t.Errorf("%s: %v", r.Name, err)
			}
			want := map[bool]int{false: 5, true: 3}[r.Epochs >= 400]
			if got := s.Confirm; !p.Quick && (got != want || s.Seeds != 1) || p.Quick && (s.Seeds != 4 || got != 0) {
				t.Errorf("%s: %d seeds of the search, %d further", r.Name, s.Seeds, got)
			}
		}
	}
	p := Long
	p.Set = []sweep.Setting{{Name: "patience", Value: "3"}, {Name: "rate-decay", Value: "0.9"}}
	s := Rows[0].Spec(p, "mnist")
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if want := []sweep.Setting{{Name: "preset", Value: "paper"}, {Name: "epochs", Value: "150"}, {Name: "gate", Value: "nr"}, p.Set[0], p.Set[1]}; !slices.Equal(s.Set, want) {
		t.Errorf("set are %v, want %v", s.Set, want)
	}
	if len(s.Space) != len(Rows[0].Space)-1 || len(Rows[0].Spec(Long, "mnist").Space) != len(Rows[0].Space) {
		t.Errorf("what is set is searched as well, or the row itself changed: %v", s.Space)
	}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	p.Set[0].Name = "gate"
	if err := p.Check(); err == nil || !strings.Contains(err.Error(), "--set gate=3: it is what a row is about") {
		t.Errorf("a row of another gate: %v", err)
	}
	if _, err := Find([]string{"st", "foo"}); err == nil || !strings.Contains(err.Error(), `unknown row "foo": choose of nr, st,`) {
		t.Errorf("%v", err)
	}
	if rows, err := Find([]string{"sbn", "nr"}); err != nil || len(rows) != 2 || rows[0].Name != "nr" {
		t.Errorf("%v, %v", rows, err)
	}
}

// TestWrites: tables and figures of nothing, of some rows and of all are drawn.
func TestWrites(t *testing.T) {
	all := agreeing()
	for _, r := range all {
		r.State = "done"
		r.Curves = [][]sweep.Epoch{{{Epoch: 1, SampledError: 0.04}, {Epoch: 2, SampledError: 0.02}}, {{Epoch: 1, SampledError: 0.06}}}
	}
	all[1].Failed = 2
	if y := all[0].curve(); len(y) != 1 || math.Abs(y[0]-0.05) > 1e-12 {
		t.Errorf("the mean curve is %v", y)
	}
	part := []*Result{all[0], {Row: &Rows[1], State: "7 of 17 trials"}, {Row: &Rows[2], State: "not begun"}}
	for _, rows := range [][]*Result{nil, part, all} {
		var table, page, left, right bytes.Buffer
		claims := Judge(rows)
		for _, err := range []error{WriteTable(&table, rows, claims), WriteMarkdown(&page, "gater reproduce paper", "About.", rows, claims),
			report.WritePanel(&left, Left(rows)), report.WriteDots(&right, Right(rows))} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range rows {
			for _, b := range []*bytes.Buffer{&table, &page} {
				if !strings.Contains(b.String(), r.Title) {
					t.Errorf("%s is not in the table", r.Title)
				}
			}
		}
		if !strings.HasPrefix(left.String(), "<svg") || !strings.HasPrefix(right.String(), "<svg") {
			t.Error("a figure is no SVG")
		}
		if len(rows) == len(all) && !strings.Contains(table.String(), "3 seeds, 2 more failed") {
			t.Errorf("seeds that failed are not in the table:\n%s", table.String())
		}
		if len(rows) == 3 && !strings.Contains(table.String(), "7 of 17 trials") {
			t.Errorf("a row that is under way is not in the table:\n%s", table.String())
		}
	}
}
