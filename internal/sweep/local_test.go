//go:build !js

package sweep

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gater/data"
	"gater/internal/catalog"
)

var tiny = data.Synthetic(180, 30, 0.05, 1)

// local is a Local for small networks.
func local(dir string) *Local {
	return &Local{Dir: dir, Data: "synthetic", DataSum: "sum", Train: tiny.Train, Valid: tiny.Valid, Threads: 1, Now: clock,
		Configure: func(settings []Setting, seed uint64) (*catalog.Config, error) {
			gate := "sbn"
			for _, x := range settings {
				if x.Name == "gate" {
					gate = x.Value
				}
			}
			c, err := catalog.Preset("blocks", gate)
			if err != nil {
				return nil, err
			}
			c.Seed, c.Blocks, c.Width, c.Gater, c.Batch, c.Epochs, c.MaxNorm = seed, 8, 4, []int{4}, 25, 4, 0
			for _, x := range settings {
				if x.Name == "rate" {
					c.Rate, err = strconv.ParseFloat(x.Value, 64)
				}
			}
			return c, err
		}}
}

// cut is a Runner whose process dies when it has reported so many epochs, before they are kept.
type cut struct {
	Runner
	left *int
}

func (c cut) Run(ctx context.Context, t Trial, until int, each func(Epoch) error) (bool, error) {
	return c.Runner.Run(ctx, t, until, func(e Epoch) error {
		if err := each(e); err != nil {
			return err
		}
		if *c.left--; *c.left == 0 {
			return errDied
		}
		return nil
	})
}

// TestLocal: networks are trained, stopped and tested; a sweep whose process dies between any two
// things comes to the same models, bit for bit, as one that did not.
func TestLocal(t *testing.T) {
	spec := rates(func(s *Spec) {
		s.Trials, s.Search, s.Eta, s.Space = 4, "halving", 2, []Axis{{Name: "rate", Kind: "log", Lo: 0.01, Hi: 0.5}}
	})
	ctx := context.Background()
	run := func(die int) (dir string, deaths int) {
		dir = folder(t)
		for {
			l := local(filepath.Join(dir, "trials"))
			left := die
			s := begin(t, dir, spec, cut{l, &left}, 1)
			_, err := s.Run(ctx)
			if err == nil {
				_, err = s.OpenTest(ctx, LocalTester{l, tiny.Test})
			}
			s.DB.Close()
			if err == nil {
				return dir, deaths
			}
			if !errors.Is(err, errDied) {
				t.Fatal(err)
			}
			deaths++
		}
	}
	whole, _ := run(-1)
	cutUp, deaths := run(2)
	if a, b := outcome(t, whole), outcome(t, cutUp); !slices.Equal(a, b) || deaths < 3 {
		t.Errorf("after %d deaths:\n%s\nwant\n%s", deaths, strings.Join(b, "\n"), strings.Join(a, "\n"))
	}
	models := 0
	for id := 1; id <= 4; id++ {
		read := func(dir, file string) []byte {
			b, _ := os.ReadFile(filepath.Join(local(filepath.Join(dir, "trials")).Path(Trial{ID: id}), file))
			return b
		}
		a, b := read(whole, "model.safetensors"), read(cutUp, "model.safetensors")
		if !bytes.Equal(a, b) {
			t.Errorf("trial %d has another model", id)
		}
		if a != nil {
			models++
		}
		if read(whole, checkpointFile) != nil {
			t.Errorf("trial %d has ended and kept its checkpoint", id)
		}
	}
	if models != 1 {
		t.Errorf("%d models, want that of the one trial that came to its end", models)
	}
}

// TestLocalDiverges: a trial that diverges fails, and the sweep goes on.
func TestLocalDiverges(t *testing.T) {
	spec := rates(func(s *Spec) {
		s.Search, s.Set = "grid", []Setting{{"gate", "nr"}}
		s.Space = []Axis{{Name: "rate", Kind: "choice", Choices: []string{"1e6", "0.05"}}}
	})
	dir := folder(t)
	s := begin(t, dir, spec, local(filepath.Join(dir, "trials")), 2)
	best, err := s.Run(context.Background())
	if err != nil || best.Candidate != 2 {
		t.Fatalf("%+v, %v", best, err)
	}
	if r := s.Records()[0]; r.State != Failed || !strings.Contains(r.Reason, "training diverged") {
		t.Errorf("%+v", r)
	}
	if _, err := s.OpenTest(context.Background(), LocalTester{local(filepath.Join(dir, "trials")), tiny.Test}); err != nil {
		t.Error(err)
	}
}

func TestLocalChecks(t *testing.T) {
	l := local("")
	for value, want := range map[string]string{"-1": "rate is -1: it must be", "x": "invalid syntax", "0.1": ""} {
		_, err := l.Check(Trial{Settings: []Setting{{"rate", value}}})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", value, err, want)
		}
	}
}
