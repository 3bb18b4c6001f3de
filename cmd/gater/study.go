package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"gater/internal/runs"
	"gater/internal/study"
)

// studyFlags is the command line of gater study.
type studyFlags struct {
	data, out     string
	threads       int
	seeds, epochs int // 0: the study's own
	examples      int // 0: all
	quick         bool
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
	fs.IntVar(&f.seeds, "seeds", 0, fmt.Sprintf("train each network under so many seeds (default %d)", study.Full.Seeds))
	fs.IntVar(&f.epochs, "epochs", 0, fmt.Sprintf("passes over the training set (default %d)", study.Full.Epochs))
	fs.IntVar(&f.examples, "examples", 0, "train on the first so many examples (default all)")
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
	scale, flags, err := f.scale()
	if err != nil {
		return err
	}
	trials, err := s.Trials(scale)
	if err != nil {
		return err
	}
	dir := f.out
	if dir == "" {
		dir = filepath.Join("studies", s.Name)
	}
	command := "gater study " + s.Name + flags
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

// scale is how long and how often to train, and the flags that ask for it and for the data.
func (f *studyFlags) scale() (study.Scale, string, error) {
	s, flags := study.Full, ""
	if f.data != "mnist" {
		flags += " --data " + f.data
	}
	if f.quick {
		s = study.Quick
		flags += " --quick"
	}
	if f.seeds != 0 {
		s.Seeds = f.seeds
		flags += fmt.Sprintf(" --seeds %d", f.seeds)
	}
	if f.epochs != 0 {
		s.Epochs = f.epochs
		flags += fmt.Sprintf(" --epochs %d", f.epochs)
	}
	if f.examples < 0 {
		return s, "", fmt.Errorf("%d examples: give a number above 0, or 0 for all", f.examples)
	}
	if f.examples > 0 {
		flags += fmt.Sprintf(" --examples %d", f.examples)
	}
	return s, flags, s.Check()
}

// writeStudy writes a study's page and picture.
func writeStudy(dir string, s *study.Study, command string, rows []study.Row) error {
	if err := runs.WriteFile(filepath.Join(dir, s.Name+".md"), func(w io.Writer) error { return s.Page(w, command, rows) }); err != nil {
		return err
	}
	return runs.WriteFile(filepath.Join(dir, s.Name+".svg"), func(w io.Writer) error { return s.Picture(w, rows) })
}
