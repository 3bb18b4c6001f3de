package model

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// apart is a small model with a linear layer of 512 outputs behind its gates, whose rows lie apart in
// memory; packed, they do not.
func apart(t *testing.T, packed bool) *Model {
	m := small(t, "nr", func(c *catalog.Config) { c.Above = []int{512} })
	wide := 0
	for _, p := range nn.Params(m.Net) {
		if p.Val.Ld() == p.Val.Cols {
			continue
		}
		wide++
		for i := range p.Val.Rows {
			for j := range p.Val.Row(i) {
				p.Val.Row(i)[j] = mat.Float(i%7-3)*0.1 + mat.Float(j%5-2)*0.05
			}
		}
		if packed {
			p.Val = p.Val.Packed()
		}
	}
	if wide != 1 {
		t.Fatalf("control: %d weights have gaps", wide)
	}
	return m
}

// TestGaps: weights whose rows lie apart are the same file, in every form, and put out the same bits when
// they are loaded.
func TestGaps(t *testing.T) {
	for _, kind := range append([]string{""}, Weights...) {
		var files [][]byte
		var says []string
		for _, packed := range []bool{false, true} {
			m := apart(t, packed)
			if kind != "" {
				if err := m.Narrow(kind); err != nil {
					t.Fatal(err)
				}
			}
			says = append(says, outputs(m))
			dir := filepath.Join(t.TempDir(), "m")
			if err := Save(dir, m, false); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(filepath.Join(dir, weightsFile))
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, b)
			l, err := Load(dir)
			if err != nil {
				t.Fatal(err)
			}
			says = append(says, outputs(l))
		}
		if !slices.Equal(files[0], files[1]) {
			t.Errorf("weights %q: gaps make another file", kind)
		}
		for i := range says {
			if says[i] != says[0] {
				t.Errorf("weights %q: outputs %d are others", kind, i)
			}
		}
	}
	a, b := apart(t, false), apart(t, true)
	for _, p := range nn.Params(b.Net) {
		if p.Val.Cols == 512 && p.Val.Rows > 1 {
			for i := range p.Val.Rows {
				p.Val.Row(i)[511] += 1
			}
		}
	}
	if outputs(a) == outputs(b) {
		t.Error("control: another weight puts out the same")
	}
}
