//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gater/data"
	"gater/internal/report"
	"gater/internal/reproduce"
	"gater/internal/runs"
	"gater/internal/sweep"
)

// reproduceFlags is the command line of gater reproduce paper.
type reproduceFlags struct {
	plan          reproduce.Plan
	rows, set     []string
	out           string
	jobs, threads int
	sitting       time.Duration
	json, quiet   bool
}

func reproduceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:         "reproduce",
		Short:       "Repeat a published experiment and judge its claims",
		Annotations: map[string]string{"args": "the name of an experiment: paper"},
		Args:        argCount(0, 0),
		RunE:        func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(reproducePaperCommand())
	return cmd
}

func reproducePaperCommand() *cobra.Command {
	var f reproduceFlags
	cmd := &cobra.Command{
		Use:   "paper [DATA]",
		Short: "Repeat the table and figure 2 of Bengio, Léonard and Courville (2013)",
		Long: `Repeat the conditional-computation experiment of Bengio, Léonard and Courville (2013): every row of
their table is searched by successive halving on validation error, what is chosen is trained
again under further seeds, and tested once. The table stands beside theirs, every claim of the
paper gets a verdict (reproduced, not reproduced, not decidable), and figure 2 is drawn.

This takes days on a small machine. Stop it whenever you like: the same command goes on, and what
is done is shown. A row that is done is also kept as text, ROW.jsonl; copy such files into the
folder of another machine, and the rows count there. --quick trains a smaller net for a few epochs without a search; it shows that
all works and which way things point, and claims nothing about the paper's numbers.

Rows: ` + reproduce.Names(),
		Example: `  gater reproduce paper --quick
  gater reproduce paper --for 8h
  gater reproduce paper --rows st,nr --seeds 10 --out runs/st-nr
  gater reproduce paper --rows nr --trials 0 --epochs 30   # the paper's settings, not searched
  gater reproduce paper --trials 0 --epochs 25 --set rate-decay=0.886   # a rate that falls sooner`,
		Annotations: map[string]string{"args": "at most one data set"},
		Args:        argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runReproduce(cmd, &f, args)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.BoolVar(&f.plan.Quick, "quick", false, "a smaller net, few epochs, no search: minutes")
	fs.StringSliceVar(&f.rows, "rows", nil, "rows to work on (default all)")
	fs.IntVar(&f.plan.Seeds, "seeds", 0, "seeds of what is tested (default 5, and 3 of sbn; 4 with --quick)")
	fs.IntVar(&f.plan.Trials, "trials", 0, "candidates of a row's search (default 12; none with --quick)")
	fs.IntVar(&f.plan.Epochs, "epochs", 0, "epochs of a trial, at most (default the row's own; 8 with --quick)")
	fs.StringArrayVar(&f.set, "set", nil, "NAME=VALUE: a setting of every trial, by its flag of gater train, in place of the row's")
	fs.Uint64Var(&f.plan.Seed, "seed", 1, "first seed")
	fs.StringVar(&f.out, "out", "", "folder where results gather (default reproduction, or reproduction-quick)")
	fs.DurationVar(&f.sitting, "for", 0, "stop after so long, such as 8h; the same command goes on")
	fs.IntVar(&f.jobs, "jobs", runtime.GOMAXPROCS(0), "trials at once; the result is the same for any number")
	fs.IntVar(&f.threads, "threads", 1, "threads of a trial; the result is the same for any number")
	fs.BoolVar(&f.json, "json", false, "JSON lines on standard output, the last one the verdicts' counts")
	fs.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

// resolve fills in what was not given.
func (f *reproduceFlags) resolve(fs *pflag.FlagSet) error {
	base := reproduce.Long
	if f.plan.Quick {
		base = reproduce.Quick
	}
	for _, n := range []struct {
		name  string
		n     *int
		value int
		min   int
	}{{"seeds", &f.plan.Seeds, base.Seeds, 1}, {"trials", &f.plan.Trials, base.Trials, 0}, {"epochs", &f.plan.Epochs, base.Epochs, 1}} {
		if !fs.Changed(n.name) {
			*n.n = n.value
		} else if *n.n < n.min || *n.n > 1<<20 {
			return fmt.Errorf("%s is %d: it must be a number from %d on", n.name, *n.n, n.min)
		}
	}
	var err error
	if f.plan.Set, err = readSettings(f.set); err != nil {
		return err
	}
	if err := f.plan.Check(); err != nil {
		return err
	}
	if f.sitting < 0 {
		return fmt.Errorf("for is %v: it must be a time, such as 8h", f.sitting)
	}
	if f.out == "" {
		f.out = "reproduction"
		if f.plan.Quick {
			f.out = "reproduction-quick"
		}
	}
	return nil
}

func runReproduce(cmd *cobra.Command, f *reproduceFlags, args []string) error {
	if err := f.resolve(cmd.Flags()); err != nil {
		return err
	}
	rows, err := reproduce.Find(f.rows)
	if err != nil {
		return err
	}
	name := "mnist"
	if len(args) > 0 {
		name = args[0]
	}
	if name, err = data.Abs(name); err != nil {
		return err
	}
	ctx := cmd.Context()
	d, err := data.Open(ctx, name, func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return err
	}
	if f.sitting > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, f.sitting)
		defer cancel()
	}
	for i, row := range rows {
		err := f.row(ctx, cmd.OutOrStdout(), row, i, len(rows), name, d)
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			fmt.Fprintln(os.Stderr, "stopped; saved. Go on with the same command")
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", row.Name, err)
		}
	}
	return f.finish(cmd.OutOrStdout(), reproduceCommandLine(cmd.Flags(), args))
}

// row works on a row until it has been tested.
func (f *reproduceFlags) row(ctx context.Context, out io.Writer, row *reproduce.Row, i, n int, name string, d *data.Splits) error {
	spec := row.Spec(f.plan.For(row), name)
	if err := spec.Check(); err != nil {
		return err
	}
	if done, err := kept(f.out, row, &spec, d.Sum()); done || err != nil {
		return err
	}
	s, err := startSweep(&spec, d, filepath.Join(f.out, row.Name), f.jobs, f.threads)
	if err != nil {
		return err
	}
	defer s.close()
	s.out, s.json = out, f.json
	s.show = newSweepProgress(os.Stderr, f.quiet, s.Sweep)
	s.OnEvent = s.event
	s.show.say(fmt.Sprintf("row %d of %d, %s: %s", i+1, n, row.Title, s.headline()))
	_, err = s.Run(ctx)
	s.show.close()
	if err == nil {
		err = s.test(ctx)
	}
	if err == nil {
		err = f.keep(row)
	}
	return errors.Join(err, s.page())
}

// keep writes down a row that is done.
func (f *reproduceFlags) keep(row *reproduce.Row) error {
	k, err := reproduce.Keep(f.out, row)
	if err != nil || k == nil {
		return err
	}
	return runs.WriteFile(reproduce.KeptFile(f.out, row), k.Write)
}

// kept reports whether a row was done in another sitting, of which its file alone is here.
func kept(dir string, row *reproduce.Row, spec *sweep.Spec, sum string) (bool, error) {
	if _, err := os.Stat(filepath.Join(dir, row.Name)); err == nil {
		return false, nil
	}
	k, err := reproduce.ReadKept(dir, row)
	if k == nil || err != nil {
		return false, err
	}
	if k.Spec.Sum() != spec.Sum() || k.DataSum != sum {
		return false, fmt.Errorf("%s holds the row by other settings or other data: give those it was made with, or choose a new folder with --out", reproduce.KeptFile(dir, row))
	}
	return true, nil
}

// reproduceCommandLine is the command, with the flags that change the result.
func reproduceCommandLine(fs *pflag.FlagSet, args []string) string {
	line := strings.Join(append([]string{"gater reproduce paper"}, args...), " ")
	fs.Visit(func(g *pflag.Flag) {
		switch g.Name {
		case "quick":
			line += " --quick"
		case "seeds", "trials", "epochs", "seed":
			line += " --" + g.Name + " " + g.Value.String()
		case "set":
			for _, x := range g.Value.(pflag.SliceValue).GetSlice() {
				line += " --set " + x
			}
		}
	})
	return line
}

// finish reads what there is, writes the page and the figures, and shows the table.
func (f *reproduceFlags) finish(out io.Writer, command string) error {
	var all []*reproduce.Result
	for i := range reproduce.Rows {
		r, err := reproduce.Read(f.out, &reproduce.Rows[i])
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	claims := reproduce.Judge(all)
	about := reproduce.About(all)
	for _, w := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"README.md", func(w io.Writer) error { return reproduce.WriteMarkdown(w, command, about, all, claims) }},
		{"figure2-left.svg", func(w io.Writer) error { return report.WritePanel(w, reproduce.Left(all)) }},
		{"figure2-right.svg", func(w io.Writer) error { return report.WriteDots(w, reproduce.Right(all)) }},
	} {
		if err := runs.WriteFile(filepath.Join(f.out, w.name), w.write); err != nil {
			return err
		}
	}
	if f.json {
		return printed(reproduceJSON(out, f.out, all, claims))
	}
	if err := reproduce.WriteTable(out, all, claims); err != nil {
		return printed(err)
	}
	var said []string
	for _, v := range []reproduce.Verdict{reproduce.Reproduced, reproduce.NotReproduced, reproduce.NotDecidable} {
		said = append(said, fmt.Sprintf("%d %s", reproduce.Count(claims, v), v))
	}
	_, err := fmt.Fprintf(out, "\n  %d claims: %s\n  %s\n  report %s\n", len(claims), strings.Join(said, ", "), about, filepath.Join(f.out, "README.md"))
	return printed(err)
}
