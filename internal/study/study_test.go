package study_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/internal/study"
)

// TestStudies: every study can be trained, quick or not, in folders that differ, and says what it is.
func TestStudies(t *testing.T) {
	for _, s := range study.Studies {
		if found, err := study.Find(s.Name); err != nil || found.Title != s.Title || s.Asks == "" || s.XName == "" || s.Y.Of == nil {
			t.Errorf("%s: %v, %+v", s.Name, err, s)
		}
		for _, scale := range []study.Scale{study.Full, study.Quick} {
			trials, err := s.Trials(scale)
			if err != nil {
				t.Fatal(err)
			}
			names := map[string]bool{}
			for _, x := range trials {
				names[x.Name] = true
			}
			if len(trials) != scale.Seeds*len(s.Points) || len(names) != len(trials) {
				t.Errorf("%s: %d trials in %d folders, want %d", s.Name, len(trials), len(names), scale.Seeds*len(s.Points))
			}
		}
	}
	if _, err := study.Find("x"); err == nil || !strings.Contains(err.Error(), "choose one of savings") {
		t.Error(err)
	}
}

// TestHeld: points of a curve differ in what varies alone: same epochs, rate and batches.
func TestHeld(t *testing.T) {
	for _, s := range study.Studies {
		trials, err := s.Trials(study.Full)
		if err != nil {
			t.Fatal(err)
		}
		first := map[string]*catalog.Config{}
		for _, x := range trials {
			a, series := x.Config, s.Points[x.Point].Series
			if first[series] == nil {
				first[series] = a
			}
			if b := first[series]; a.Epochs != b.Epochs || a.Rate != b.Rate || a.Batch != b.Batch || a.Dropout != b.Dropout {
				t.Errorf("%s, %s: %+v, the first of its curve is %+v", s.Name, x.Name, a, b)
			}
		}
	}
}

// TestRows: a point's mean and s/√n are over its seeds, and a point without an outcome is left out.
func TestRows(t *testing.T) {
	s, _ := study.Find("widening")
	trials, err := s.Trials(study.Full)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := make([]*study.Outcome, len(trials))
	for i, x := range trials {
		if x.Point == 1 {
			outcomes[i] = &study.Outcome{ValidError: 0.01 * float64(x.Config.Seed), EpochSeconds: 2}
		}
	}
	rows := s.Rows(trials, outcomes)
	if len(rows) != 1 || len(rows[0].Outcomes) != study.Full.Seeds || rows[0].X != 8192 {
		t.Fatalf("%+v", rows)
	}
	mean, se := rows[0].Mean(study.ValidError) // 1, 2 and 3 %
	if math.Abs(mean-0.02) > 1e-12 || math.Abs(se-0.01/math.Sqrt(3)) > 1e-12 {
		t.Errorf("mean %v, standard error %v", mean, se)
	}
	var page, picture bytes.Buffer
	if err := s.Page(&page, "gater study widening", rows); err != nil {
		t.Fatal(err)
	}
	if want := "| 6.4 blocks of 32, steps of 128 examples | 8192 | 3 | 2.00 ± 0.58 % |"; !strings.Contains(page.String(), want) {
		t.Errorf("no %q in %s", want, page.String())
	}
	if err := s.Picture(&picture, rows); err != nil || !strings.Contains(picture.String(), "seconds an epoch") {
		t.Errorf("%v, %s", err, picture.String())
	}
}
