package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gater/internal/bench"
	"gater/internal/runs"
)

// benchFlags is the command line of gater bench.
type benchFlags struct {
	bench.Options
	json, quiet bool
	peers       bool
	scripts     string
	python      string
	out, chart  string
	calibrate   bool
}

func benchCommand() *cobra.Command {
	var f benchFlags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure what skipping gains, beside dense networks and other libraries",
		Long: `Measure gated networks beside dense ones, and with --peers beside PyTorch, OpenBLAS, oneDNN
and ONNX Runtime (scripts/peers.sh installs them on Debian). Sides take turns; a result is the
median of the repetitions, with its spread. Close other programs first.

Metrics:
` + bench.Help() + `
Nets (g: gated, in blocks of a width):
` + netHelp(),
		Example: `  gater bench --calibrate
  gater bench --metric 2,5
  gater bench --peers --out bench/2026-11-23
  gater bench --metric 3b --net A --batch 32,128 --active 0.05 --json
  gater bench --chart active.svg --net E --metric 2`,
		Annotations: map[string]string{"args": "no arguments"},
		Args:        argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.calibrate {
				return calibrate(cmd.OutOrStdout())
			}
			return runBench(cmd.Context(), cmd.OutOrStdout(), &f)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringSliceVar(&f.Metrics, "metric", nil, "metrics to measure; 3 is 3a, 3b and 3c (default all but 9)")
	fs.StringSliceVar(&f.Nets, "net", nil, "nets instead of a metric's own, A to E")
	fs.IntSliceVar(&f.Batches, "batch", nil, "batch sizes instead of a metric's own")
	fs.Float64Var(&f.Active, "active", 0, "share of the blocks open instead of a metric's own, 0 to 1")
	fs.IntVar(&f.Reps, "reps", 9, "repetitions")
	fs.IntVar(&f.Threads, "threads", min(2, runtime.NumCPU()), "threads of every side")
	fs.BoolVar(&f.calibrate, "calibrate", false, "measure this machine once, for training, use and bench to choose paths by, and end")
	fs.BoolVar(&f.peers, "peers", false, "also measure other libraries that are installed")
	fs.StringVar(&f.scripts, "peer-scripts", filepath.Join("scripts", "peers"), "folder of the programs that run them")
	fs.StringVar(&f.python, "python", "", "the Python that has torch (default: the first that has)")
	fs.BoolVar(&f.Quick, "quick", false, "small nets and 3 repetitions: to see that all works")
	fs.BoolVar(&f.json, "json", false, "JSON lines on standard output, the machine first")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	fs.StringVar(&f.out, "out", "", "also write this file as .jsonl and as .md")
	fs.StringVar(&f.chart, "chart", "", "also draw time against the share of blocks open into this SVG file")
	return cmd
}

func netHelp() string {
	var b strings.Builder
	for _, n := range bench.Nets {
		fmt.Fprintf(&b, "  %s\n", n)
	}
	return b.String()
}

func runBench(ctx context.Context, stdout io.Writer, f *benchFlags) error {
	if f.Quick {
		f.Reps = min(f.Reps, 3)
	}
	for _, file := range []string{f.out, f.chart} { // before the minutes that measuring takes
		if dir := filepath.Dir(file); file != "" {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return runs.Explain(err, dir)
			}
		}
	}
	f.Now, f.Sleep, f.Train = time.Now, time.Sleep, trainOnce
	f.Log = func(format string, args ...any) {
		if !f.quiet {
			fmt.Fprintf(os.Stderr, format+"\n", args...)
		}
	}
	f.Machine, f.Costs = thisMachine(f.Now()), knownCosts()
	if f.peers {
		var stop func()
		f.Peers, f.Absent, stop = startPeers(ctx, f)
		defer stop()
	} else {
		f.Absent = []string{"none asked for: --peers measures them"}
	}
	r := &results{stdout: stdout, json: f.json}
	f.Start, f.Emit = r.start, r.emit
	err := bench.Run(ctx, f.Options)
	if ctx.Err() != nil {
		err = errors.New("interrupted: the table has what was measured until then")
	}
	if err := errors.Join(err, r.end(f.out)); err != nil || f.chart == "" {
		return err
	}
	c, err := bench.Draw(ctx, f.Options)
	if err != nil {
		return err
	}
	return runs.WriteFile(f.chart, c.SVG)
}

// results is what came out so far.
type results struct {
	stdout  io.Writer
	json    bool
	machine bench.Machine
	lines   []bench.Line
}

func (r *results) start(m bench.Machine) error {
	r.machine = m
	if r.json {
		return json.NewEncoder(r.stdout).Encode(m)
	}
	return m.Text(r.stdout)
}

func (r *results) emit(l bench.Line) error {
	r.lines = append(r.lines, l)
	if r.json {
		return json.NewEncoder(r.stdout).Encode(l)
	}
	return nil
}

// end prints the table, also of a run that was cut short, and writes the files.
func (r *results) end(out string) error {
	if len(r.lines) == 0 {
		return nil
	}
	if !r.json {
		if err := bench.Table(r.stdout, r.lines); err != nil {
			return err
		}
	}
	if out == "" {
		return nil
	}
	out = strings.TrimSuffix(strings.TrimSuffix(out, ".md"), ".jsonl")
	if err := runs.WriteFile(out+".jsonl", r.jsonl); err != nil {
		return err
	}
	return runs.WriteFile(out+".md", func(w io.Writer) error { return bench.Markdown(w, r.machine, r.lines) })
}

func (r *results) jsonl(w io.Writer) error {
	e := json.NewEncoder(w)
	if err := e.Encode(r.machine); err != nil {
		return err
	}
	for _, l := range r.lines {
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return nil
}
