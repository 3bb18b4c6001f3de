package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gater/data"
	"gater/data/table"
	"gater/internal/catalog"
	"gater/internal/runs"
	"gater/nn"
	"gater/train"
)

// evaluateTable tests the network of a run on a table: on the test part of the run's own file, on all
// rows of another.
func evaluateTable(ctx context.Context, r *runs.Run, m *catalog.Model, thetas []float64, name string, threads int) (*outcome, error) {
	b, err := os.ReadFile(r.Path(preprocessingFile))
	if err != nil {
		return nil, fmt.Errorf("%s: has no %s: the run is damaged, train again", r.Dir, preprocessingFile)
	}
	p, err := table.LoadPreprocessing(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Path(preprocessingFile), err)
	}
	path := name
	if path == "-" {
		if path, err = spool(os.Stdin); err != nil {
			return nil, err
		}
		defer os.Remove(path)
		name = "standard input"
	}
	set, notes, err := testRows(ctx, r, p, path, name)
	if err != nil {
		return nil, err
	}
	for _, n := range notes {
		fmt.Fprintln(os.Stderr, n)
	}
	pool := newPool(threads)
	defer pool.Close()
	began := time.Now()
	test := newTester(m, nil, pool)
	j := judge(m.Net, p.Target, set, &train.Evaluator{Net: m.Net, Pool: pool, Noise: train.TestNoise(r.Config.Seed)}, test)
	cost := nn.CostOf(m.Net)
	o := &outcome{TestError: &j.Error, Active: j.Active, Macs: j.Macs, MacsDense: float64(cost.Ungated), MacsDenseGated: float64(cost.All),
		Seconds: time.Since(began).Seconds(), Seed: r.Config.Seed, Run: r.Dir, TestLoss: &j.Loss,
		tableOutcome: &tableOutcome{Task: string(p.Target.Task), Metrics: numbered(j.metrics), all: []*judged{j}}}
	o.clocked(set)
	o.gatesOutcome(r.Config, m, thetas, test.blocks.shares())
	return o, nil
}

// testRows is the rows to test on, and what is to be said of them.
func testRows(ctx context.Context, r *runs.Run, p *table.Preprocessing, path, name string) (*data.Set, []string, error) {
	seen := newReading(ctx, os.Stderr, false)
	defer seen.close()
	if abs, _ := filepath.Abs(path); abs == r.Config.Data {
		o, err := openTable(path, name, r.Config.Table, r.Config.Seed, false, seen, func(string) {})
		if err != nil {
			return nil, nil, err
		}
		if o.sum != r.Config.DataSum {
			return nil, nil, fmt.Errorf("%s is no longer the data that %s was trained on: copy the new rows to another file to test on them", name, r.Dir)
		}
		return o.data.Test, []string{fmt.Sprintf("%d test rows of %s", o.data.Test.Len(), name)}, nil
	}
	return examplesOf(p, path, name, seen)
}

// examples is all rows of a labelled table, and what is to be said of them.
func examples(ctx context.Context, p *table.Preprocessing, path, name string) (*data.Set, []string, error) {
	seen := newReading(ctx, os.Stderr, false)
	defer seen.close()
	return examplesOf(p, path, name, seen)
}

func examplesOf(p *table.Preprocessing, path, name string, seen *reading) (*data.Set, []string, error) {
	set, left, unknown, err := p.Examples(rowsOf(path, seen), name)
	if err != nil {
		return nil, nil, inFile(path, name, err)
	}
	if set.Len() == 0 {
		return nil, nil, fmt.Errorf("%s has no row with a target: there is nothing to test on", name)
	}
	notes := []string{fmt.Sprintf("%d rows of %s", set.Len(), name)}
	if left > 0 {
		notes = append(notes, fmt.Sprintf("%d rows are left out: their target is missing", left))
	}
	var strange []string
	for j, n := range unknown {
		if n > 0 {
			strange = append(strange, fmt.Sprintf("%s (%d cells)", p.Encoder.Columns[j].Name, n))
		}
	}
	if slices.Sort(strange); len(strange) > 0 {
		notes = append(notes, "categories that training did not see count as unknown: "+strings.Join(strange, ", "))
	}
	return set, notes, nil
}
