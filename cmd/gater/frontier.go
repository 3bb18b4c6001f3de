package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/mat"
	"gater/nn"
)

const (
	frontierBatch = 128 // examples at once
	frontierRows  = 20 * frontierBatch
	frontierTurns = 9 // the nets take turns; the median counts
)

// timed is a trained network, ready to be measured on pictures of its validation set.
type timed struct {
	net    nn.Layer
	pass   *nn.Pass
	head   nn.Softmax
	x      mat.M
	labels []int32
	took   []float64 // microseconds an example, by turn
}

// frontier writes the picture of what errors cost to path, and a table to out. Test errors are those
// that the runs recorded; times are measured now.
func frontier(ctx context.Context, out io.Writer, path string, dirs []string, threads int) error {
	pool := newPool(threads)
	defer pool.Close()
	var all []*report.Run
	var nets []*timed
	sets := map[string]*data.Splits{}
	for _, dir := range dirs {
		r, err := report.ReadDir(dir)
		if err != nil {
			return err
		}
		if r.End == nil {
			return fmt.Errorf("%s is not finished: go on with gater train --resume %s, or leave it out", dir, dir)
		}
		t, err := newTimed(ctx, dir, pool, sets)
		if err != nil {
			return err
		}
		all, nets = append(all, r), append(nets, t)
	}
	micros := measure(nets)
	spots := report.Spots(all, micros)
	if err := frontierTable(out, spots, threads); err != nil {
		return printed(err)
	}
	return runs.WriteFile(path, func(w io.Writer) error {
		return report.WriteFrontier(w, fmt.Sprintf("Test error against cost, batches of %d, %d threads", frontierBatch, threads), spots)
	})
}

// newTimed loads a run's model and the first of its validation pictures.
func newTimed(ctx context.Context, dir string, pool *mat.Pool, sets map[string]*data.Splits) (*timed, error) {
	r, err := runs.Open(dir)
	if err != nil {
		return nil, err
	}
	m, _, err := r.LoadModel()
	if err != nil {
		return nil, err
	}
	d := sets[r.Config.Data]
	if d == nil {
		if d, err = data.Open(ctx, r.Config.Data, func(line string) { fmt.Fprintln(os.Stderr, line) }); err != nil {
			return nil, err
		}
		sets[r.Config.Data] = d
	}
	return timedOn(m, d.Valid, pool)
}

func timedOn(m *catalog.Model, set *data.Set, pool *mat.Pool) (*timed, error) {
	rows := min(frontierRows, set.Len()/frontierBatch*frontierBatch)
	if rows == 0 {
		return nil, fmt.Errorf("%s has %d examples: timing needs a batch of %d", set.Name, set.Len(), frontierBatch)
	}
	t := &timed{net: m.Net, pass: &nn.Pass{Pool: pool}, x: mat.New(rows, set.Dim()), labels: make([]int32, rows)}
	t.head.Pass = t.pass
	data.Range(t.x.Data, t.labels, set, 0)
	return t, nil
}

// run takes all pictures through the network, a batch at a time.
func (t *timed) run() {
	for r := 0; r < t.x.Rows; r += frontierBatch {
		t.head.Labels = t.labels[r : r+frontierBatch]
		t.pass.Run(nn.Use, t.net, t.x.Slice(r, r+frontierBatch), t.head.Loss)
	}
}

// measure is the median time of each, in microseconds an example.
func measure(nets []*timed) (micros []float64) {
	for range frontierTurns {
		for _, t := range nets {
			t.run() // its weights are near again
			began := time.Now()
			t.run()
			t.took = append(t.took, float64(time.Since(began).Nanoseconds())/1e3/float64(t.x.Rows))
		}
	}
	for _, t := range nets {
		slices.Sort(t.took)
		micros = append(micros, t.took[len(t.took)/2])
	}
	return micros
}

// frontierTable is the spots in Markdown, the cheapest first.
func frontierTable(w io.Writer, spots []report.Spot, threads int) error {
	_, err := fmt.Fprintf(w, "| net | seeds | test error | active | multiply-adds | µs an example, batch %d, %d threads |\n|---|---|---|---|---|---|\n",
		frontierBatch, threads)
	for _, s := range spots {
		spread := ""
		if len(s.Errors) > 1 {
			spread = fmt.Sprintf(" ± %.2f", 100*s.SE())
		}
		if _, e := fmt.Fprintf(w, "| %s | %d | %.2f%s %% | %.1f %% | %s | %.2f |\n",
			s.Name, len(s.Errors), 100*s.Mean(), spread, 100*s.Active, millions(s.Macs), s.Micros); e != nil {
			err = cmp.Or(err, e)
		}
	}
	return err
}
