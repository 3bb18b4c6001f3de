package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gater"
	"gater/internal/bulk"
	"gater/internal/dial"
	"gater/internal/formats"
	"gater/internal/runs"
)

// predictFlags is the command line of gater predict.
type predictFlags struct {
	out, to, budget, weights   string
	probabilities, gates, keep bool
	skipBad, quiet             bool
	drop                       []string
	threads                    int
	seed                       uint64
}

func predictCommand() *cobra.Command {
	var f predictFlags
	cmd := &cobra.Command{
		Use:   "predict MODEL [FILE]",
		Short: "Predict from the rows of a file with a trained model",
		Long: `Predict from the rows of FILE (standard input if it is - or left out), in order, on all
threads, in the same memory for a file of any length. MODEL is the folder of a run or of a model.

A model of tables finds its columns by name. One of pictures or numbers takes a column a pixel (0
to 255) or number, in order. The output has a line a row: the prediction and what else is asked.

--weights bf16 or int8 reads a model of float32 into half or a quarter of the memory, and predicts what
the folder would that gater export --weights writes.`,
		Example: `  gater predict runs/flights-1 new.csv > predicted.csv
  gater predict model new.csv --probabilities --keep --out predicted.csv
  gater predict model new.csv --budget 20%          # a fifth of the multiply-adds
  gater predict model new.csv --weights int8        # a quarter of the memory
  zcat big.csv.gz | gater predict model - --to ndjson | head`,
		Annotations: map[string]string{"args": "a model or run and at most one file"},
		Args:        argCount(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd, args[0], append(args[1:], "-")[0])
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.out, "out", "", "the file to write (default standard output)")
	fs.StringVar(&f.to, "to", "", "csv or ndjson (default by the name of --out, else csv)")
	fs.BoolVar(&f.probabilities, "probabilities", false, "the probability of every class")
	fs.BoolVar(&f.gates, "gates", false, "which blocks opened")
	fs.BoolVar(&f.keep, "keep", false, "the row's own columns first")
	fs.StringSliceVar(&f.drop, "drop", nil, "columns that are no input, of models of pictures or numbers")
	fs.StringVar(&f.budget, "budget", "", "what a row may take: a share of the multiply-adds such as 20%, or a time such as 150us")
	fs.StringVar(&f.weights, "weights", "", "bf16 or int8: use the weights in fewer bits")
	fs.BoolVar(&f.skipBad, "skip-bad", false, "count rows that cannot be read, predict nothing for them, and go on")
	fs.Uint64Var(&f.seed, "seed", 0, "of models whose gates draw")
	fs.IntVar(&f.threads, "threads", runtime.GOMAXPROCS(0), "threads; the result is the same for any number")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

// setBudget sets what a row may take to 20%, 0.2 or 150us; of "" to nothing.
func setBudget(o *gater.Options, text string) error {
	if text == "" {
		return nil
	}
	b, err := dial.ParseBudget(text)
	o.Budget, o.Within = b.Share, time.Duration(math.Round(b.Seconds*1e9))
	return err
}

func (f *predictFlags) run(cmd *cobra.Command, dir, name string) error {
	if f.threads < 1 || f.threads > 1024 {
		return fmt.Errorf("threads is %d: it must be from 1 to 1024", f.threads)
	}
	if f.to == "" {
		if f.to = "csv"; strings.HasSuffix(f.out, "json") || strings.HasSuffix(f.out, ".jsonl") {
			f.to = "ndjson"
		}
	}
	if f.to != "csv" && f.to != "ndjson" {
		return fmt.Errorf("to is %q: it must be csv or ndjson", f.to)
	}
	m, err := openModel(dir, f.weights)
	if err != nil {
		return err
	}
	src, file, err := source(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if name == "-" {
		name = "standard input"
	}
	b := &bulkPrediction{f: f, m: m, name: name, columns: src.Columns(), share: file.Share}
	if err := b.start(); err != nil {
		return err
	}
	write := func(w io.Writer) error { return b.run(cmd.Context(), src, w) }
	if f.out != "" {
		err = runs.WriteFile(f.out, write)
	} else {
		err = write(cmd.OutOrStdout())
	}
	return err
}

// source opens a file of rows; - is standard input. Separated values are taken apart on all threads.
func source(name string) (bulk.Source, *formats.Source, error) {
	f, err := formats.Open(name)
	if err != nil {
		return nil, nil, err
	}
	var src bulk.Source
	if text := f.CSV(); text != nil {
		if name == "-" {
			name = "standard input"
		}
		src, err = fromCSV(name, text)
	} else {
		src, err = bulk.FromRows(f.Rows)
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return src, f, nil
}

func fromCSV(name string, text *bufio.Reader) (bulk.Source, error) {
	r := bufio.NewReaderSize(text, 1<<15)
	head, err := r.Peek(1 << 15)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	head = append([]byte(nil), head...)
	r.Discard(len(head))
	return bulk.FromCSV(name, head, r)
}
