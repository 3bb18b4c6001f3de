package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/report"
	"gater/internal/runs"
	"gater/internal/study"
	"gater/mat"
)

// studyFlags is the command line of gater study.
type studyFlags struct {
	data, out string
	threads   int
	quick     bool
}

func studyCommand() *cobra.Command {
	var f studyFlags
	cmd := &cobra.Command{
		Use:   "study NAME",
		Short: "Train the same network many ways, and write a page about what that shows",
		Long: `Train the networks of a study, one after the other, and write its table and picture. A study that
was stopped goes on where it was when the same command is given again; the page is written after
every network, from those that are done.

Studies:
` + studyHelp(),
		Example: `  gater study fraction --quick
  gater study widening --out studies/widening`,
		Annotations: map[string]string{"args": "the name of a study"},
		Args:        argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := study.Find(args[0])
			if err != nil {
				return err
			}
			return f.run(cmd.Context(), cmd.OutOrStdout(), s)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.data, "data", "mnist", "DATA of gater train")
	fs.StringVar(&f.out, "out", "", "folder of the study (default studies/NAME)")
	fs.IntVar(&f.threads, "threads", runtime.GOMAXPROCS(0), "threads; but for times the result is the same for any number")
	fs.BoolVar(&f.quick, "quick", false, "small nets, two epochs, one seed: whether all works, and no more")
	return cmd
}

func studyHelp() string {
	var b strings.Builder
	for _, s := range study.Studies {
		fmt.Fprintf(&b, "  %-12s %s\n", s.Name, s.Title)
	}
	return b.String()
}

// run trains what is not yet trained, and writes the page.
func (f *studyFlags) run(ctx context.Context, out io.Writer, s *study.Study) error {
	if f.threads < 1 || f.threads > 1024 {
		return fmt.Errorf("threads is %d: it must be from 1 to 1024", f.threads)
	}
	trials, err := s.Trials(f.quick)
	if err != nil {
		return err
	}
	dir := f.out
	if dir == "" {
		dir = filepath.Join("studies", s.Name)
	}
	command := "gater study " + s.Name
	if f.data != "mnist" {
		command += " --data " + f.data
	}
	if f.quick {
		command += " --quick"
	}
	pool := newPool(f.threads)
	defer pool.Close()
	outcomes := make([]*study.Outcome, len(trials))
	for i, t := range trials {
		say := func() { fmt.Fprintf(os.Stderr, "%d of %d: %s\n", i+1, len(trials), t.Name) }
		if outcomes[i], err = f.trial(ctx, pool, filepath.Join(dir, t.Name), t.Config, say); err != nil || outcomes[i] == nil {
			return err
		}
		if err := writeStudy(dir, s, command, s.Rows(trials, outcomes)); err != nil {
			return err
		}
	}
	return printed(s.Page(out, command, s.Rows(trials, outcomes)))
}

// writeStudy writes a study's page and picture.
func writeStudy(dir string, s *study.Study, command string, rows []study.Row) error {
	if err := runs.WriteFile(filepath.Join(dir, s.Name+".md"), func(w io.Writer) error { return s.Page(w, command, rows) }); err != nil {
		return err
	}
	return runs.WriteFile(filepath.Join(dir, s.Name+".svg"), func(w io.Writer) error { return s.Picture(w, rows) })
}

// trial is what a run came to, trained to its end first if need be, which it says; nil if it was
// interrupted.
func (f *studyFlags) trial(ctx context.Context, pool *mat.Pool, dir string, c *catalog.Config, say func()) (*study.Outcome, error) {
	s := &session{c: c, out: io.Discard, threads: f.threads}
	_, err := os.Stat(filepath.Join(dir, report.EventsFile))
	fresh := errors.Is(err, os.ErrNotExist)
	if !fresh {
		if s.run, err = runs.Open(dir); err != nil {
			return nil, err
		}
		s.c = s.run.Config
		if o, err := studyOutcome(dir); o != nil || err != nil {
			return o, errors.Join(err, sameTrial(c, s.c, f.data, dir))
		}
	}
	if err := s.open(ctx, f.data, fresh); err != nil {
		return nil, err
	}
	if err := sameTrial(c, s.c, f.data, dir); err != nil {
		return nil, err
	}
	if err := s.start(pool, fresh, dir); err != nil {
		return nil, err
	}
	defer s.run.Close()
	say()
	s.show = newProgress(ctx, os.Stderr, false, s.t)
	err = s.t.Run(ctx)
	s.show.close()
	if errors.Is(err, context.Canceled) {
		if err := s.run.Save(s.t, s.seconds()); err != nil {
			return nil, err
		}
		fmt.Fprintln(os.Stderr, "stopped and saved: the same command goes on")
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := s.finish(); err != nil {
		return nil, err
	}
	return studyOutcome(dir)
}

// sameTrial refuses a folder whose run was trained with other settings, or on other data.
func sameTrial(want, have *catalog.Config, name, dir string) error {
	w := *want
	w.Data, w.DataSum, w.Inputs, w.Classes = have.Data, have.DataSum, have.Inputs, have.Classes
	if !reflect.DeepEqual(&w, have) || data.Named(name) && have.Data != name {
		return fmt.Errorf("%s has a run with other settings: take another folder with --out, or delete it", dir)
	}
	return nil
}

// studyOutcome is what the run of a folder recorded, nil if it is not over.
func studyOutcome(dir string) (*study.Outcome, error) {
	r, err := report.ReadDir(dir)
	if err != nil || r.End == nil {
		return nil, err
	}
	o := &study.Outcome{ValidError: r.End.ValidError, Active: r.End.Active, Macs: r.End.Macs}
	if n := len(r.Epochs); n > 0 {
		last := r.Epochs[n-1]
		o.Dead = float64(last.Dead)
		if n > 1 {
			o.EpochSeconds = (last.Seconds - r.Epochs[0].Seconds) / float64(n-1)
		} else {
			o.EpochSeconds = last.Seconds
		}
	}
	return o, nil
}
