package study_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
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

// TestPages: a page under docs/studies asks its study's question and gives its command, its picture is there,
// and the index names it.
func TestPages(t *testing.T) {
	index, err := os.ReadFile("../../docs/studies/README.md")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob("../../docs/studies/*.svg")
	if len(pages) == 0 || err != nil {
		t.Fatal("no pages: ", err)
	}
	for _, picture := range pages {
		s, err := study.Find(strings.TrimSuffix(filepath.Base(picture), ".svg"))
		if err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile("../../docs/studies/" + s.Name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		if why := untrue(s, string(page), string(index)); why != "" {
			t.Errorf("docs/studies/%s.md: %s", s.Name, why)
		}
		if untrue(s, strings.Replace(string(page), "gater study "+s.Name, "gater study", 1), string(index)) == "" || untrue(s, string(page), "") == "" {
			t.Errorf("control: %s: a page without its command, or an index without the page, passes", s.Name)
		}
	}
}

func untrue(s *study.Study, page, index string) string {
	switch {
	case !strings.Contains(page, "# "+s.Title+"\n\n"+s.Asks+"\n\n```\ngater study "+s.Name+" "):
		return "it does not begin with the title, the question and the command"
	case !strings.Contains(page, "]("+s.Name+".svg)"):
		return "it has no picture"
	case !strings.Contains(index, "]("+s.Name+".md)"):
		return "the index does not name it"
	}
	return ""
}
