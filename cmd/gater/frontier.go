package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/mat"
	"gater/nn"
)

const (
	frontierBatch = 128                // examples at once
	frontierRows  = 20 * frontierBatch // of a turn, at most
	frontierAlone = 512                // of a turn, one at a time
	frontierTurns = 9                  // the nets take turns; the median counts
)

// timed is a trained network, ready to be measured on pictures of its validation set.
type timed struct {
	net    nn.Layer
	pass   *nn.Pass
	head   nn.Softmax
	x      mat.M
	labels []int32
}

// frontier writes the picture of what errors cost to path, and a table to out. Test errors are those
// that the runs recorded; times are measured now, or left out.
func frontier(ctx context.Context, out io.Writer, path string, dirs []string, threads int, timing bool) error {
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
		if r.Withheld != nil {
			return fmt.Errorf("%s was not tested (--no-test): train it again without, or leave it out", dir)
		}
		if r.End == nil {
			return fmt.Errorf("%s is not finished: go on with gater train --resume %s, or leave it out", dir, dir)
		}
		all = append(all, r)
		if !timing {
			continue
		}
		t, err := newTimed(ctx, dir, pool, sets)
		if err != nil {
			return err
		}
		nets = append(nets, t)
	}
	title, spots := "Test error against cost", report.Spots(all, nil, nil)
	if timing {
		title += fmt.Sprintf(", batches of %d, %d threads", frontierBatch, threads)
		spots = report.Spots(all, measure(nets, frontierBatch, frontierRows), measure(nets, 1, frontierAlone))
	}
	if err := frontierTable(out, spots, threads, timing); err != nil {
		return printed(err)
	}
	return runs.WriteFile(path, func(w io.Writer) error { return report.WriteFrontier(w, title, spots) })
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

// run takes rows through the network, a batch at a time.
func (t *timed) run(batch, rows int) {
	for r := 0; r < rows; r += batch {
		t.head.Labels = t.labels[r : r+batch]
		t.pass.Run(nn.Use, t.net, t.x.Slice(r, r+batch), t.head.Loss)
	}
}

// measure is the median time of each, in microseconds an example; a turn takes so many rows, or all.
func measure(nets []*timed, batch, rows int) (micros []float64) {
	took := make([][]float64, len(nets))
	for range frontierTurns {
		for i, t := range nets {
			n := min(rows, t.x.Rows)
			t.run(batch, n) // its weights are near again
			began := time.Now()
			t.run(batch, n)
			took[i] = append(took[i], float64(time.Since(began).Nanoseconds())/1e3/float64(n))
		}
	}
	for _, t := range took {
		slices.Sort(t)
		micros = append(micros, t[len(t)/2])
	}
	return micros
}

// frontierTable is the spots in Markdown, the cheapest first.
func frontierTable(w io.Writer, spots []report.Spot, threads int, timing bool) error {
	var b strings.Builder
	head, rule := "| net | seeds | test error | active | multiply-adds |", "|---|---|---|---|---|"
	if timing {
		head += fmt.Sprintf(" µs an example, batch %d, %d threads | µs, alone |", frontierBatch, threads)
		rule += "---|---|"
	}
	fmt.Fprintln(&b, head)
	fmt.Fprintln(&b, rule)
	for _, s := range spots {
		fmt.Fprintf(&b, "| %s | %d | %.2f", s.Name, len(s.Errors), 100*s.Mean())
		if len(s.Errors) > 1 {
			fmt.Fprintf(&b, " ± %.2f", 100*s.SE())
		}
		fmt.Fprintf(&b, " %% | %.1f %% | %s |", 100*s.Active, millions(s.Macs))
		if timing {
			fmt.Fprintf(&b, " %.2f | %.1f |", s.Micros, s.Single)
		}
		fmt.Fprintln(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
