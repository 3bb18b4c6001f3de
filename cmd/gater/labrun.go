package main

import (
	"context"
	"fmt"
	"os"

	"gater/data"
	"gater/internal/lab"
	"gater/internal/rng"
	"gater/internal/runs"
	"gater/mat"
)

// maxExamples is more examples than anyone measures gradients of.
const maxExamples = 4096

// trained reads a run and so many of its training examples, drawn by the seed.
func trained(ctx context.Context, dir string, examples int, seed uint64) (*lab.Trained, error) {
	if examples < 1 || examples > maxExamples {
		return nil, fmt.Errorf("examples is %d: it must be from 1 to %d, such as 16", examples, maxExamples)
	}
	r, err := runs.Open(dir)
	if err != nil {
		return nil, err
	}
	m, _, err := r.LoadModel()
	if err != nil {
		return nil, err
	}
	d, err := data.Open(ctx, r.Config.Data, func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return nil, err
	}
	if d.Sum() != r.Config.DataSum {
		return nil, fmt.Errorf("%s is not the data that %s was trained on: put that data back", r.Config.Data, dir)
	}
	n := min(examples, d.Train.Len())
	pick := make([]int32, d.Train.Len())
	rng.Key{Seed: seed}.Perm(pick)
	t := &lab.Trained{Name: dir, Model: m, Config: r.Config, X: mat.New(n, d.Train.Dim()), Labels: make([]int32, n)}
	data.Gather(t.X.Data, t.Labels, d.Train, pick[:n])
	return t, nil
}
