package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gater/data"
	"gater/internal/dial"
	"gater/internal/model"
	"gater/internal/runs"
)

// begin is a new gating, or the one that --resume names, and the low end of its dial. Nothing is on disk
// before its first save.
func (f *gateFlags) begin(args []string) (*gatePart, float64, error) {
	if f.resume != "" {
		f.out = f.resume
		part, err := openPart(f.out)
		if err != nil {
			return nil, 0, err
		}
		runs.Sweep(part.path)
		model.Sweep(f.out)
		f.o.Settings = part.begun.Settings
		return part, part.begun.Floor, f.free()
	}
	least, err := f.check()
	if err != nil {
		return nil, 0, err
	}
	args = slices.Clone(args)
	if args[0], err = filepath.Abs(args[0]); err == nil && len(args) > 1 {
		args[1], err = data.Abs(args[1])
	}
	part := &gatePart{path: partFile(f.out), since: time.Now(), begun: gateBegun{Floor: least, Args: args}}
	return part, least, err
}

// withResume refuses settings beside --resume: a gating keeps its own.
func (f *gateFlags) withResume(fs *pflag.FlagSet, args []string) (err error) {
	if len(args) > 0 {
		err = usageError{fmt.Errorf("--resume goes on with the model and data it began with: drop %s", args[0])}
	}
	fs.Visit(func(g *pflag.Flag) {
		if !slices.Contains([]string{"resume", "threads", "force", "json", "quiet"}, g.Name) {
			err = usageError{fmt.Errorf("--resume goes on with its own settings: drop --%s", g.Name)}
		}
	})
	if err == nil && (f.threads < 1 || f.threads > 1024) {
		err = fmt.Errorf("threads is %d: it must be from 1 to 1024", f.threads)
	}
	return err
}

// free refuses to replace what is there, unless told to.
func (f *gateFlags) free() error {
	if f.force {
		return nil
	}
	if _, err := os.Stat(f.out); err == nil {
		return fmt.Errorf("%s exists: replace the model in it with --force, or choose another folder", f.out)
	}
	if f.resume != "" {
		return nil
	}
	if _, err := os.Stat(partFile(f.out)); err == nil {
		return fmt.Errorf("%s was stopped on its way to %s: go on with --resume %s, or begin anew with --force", partFile(f.out), f.out, f.out)
	}
	return nil
}

// check reads the shares, and refuses what makes no sense.
func (f *gateFlags) check() (least float64, err error) {
	for _, x := range []struct {
		name, text string
		to         *float64
	}{{"active", f.active, &f.o.Active}, {"floor", f.floor, &least}} {
		b, err := dial.ParseBudget(x.text)
		if err != nil || b.Share == 0 || b.Share == 1 {
			return 0, fmt.Errorf("%s is %q: give a share of the blocks below all of them, such as 10%%", x.name, x.text)
		}
		*x.to = b.Share
	}
	switch {
	case f.out == "":
		return 0, usageError{fmt.Errorf("say where the gated model is to go: --out DIR")}
	case f.threads < 1 || f.threads > 1024:
		return 0, fmt.Errorf("threads is %d: it must be from 1 to 1024", f.threads)
	case f.o.Epochs < 1 || f.o.Width < 1 || f.o.Rank < 1 || !(f.o.Rate > 0):
		return 0, fmt.Errorf("epochs, width, gater and rate are %d, %d, %d and %v: they must be above 0", f.o.Epochs, f.o.Width, f.o.Rank, f.o.Rate)
	case !(f.o.Adversary >= 0 && f.o.Adversary <= 1) || !(f.o.Teacher >= 0 && f.o.Teacher <= 1) || !(f.o.Temper > 0):
		return 0, fmt.Errorf("adversary, teacher and temperature are %v, %v and %v: the first two are from 0 to 1, the third above 0", f.o.Adversary, f.o.Teacher, f.o.Temper)
	}
	return least, f.free()
}

// dense is the model to be gated, the data it was trained on, and the checksums of both.
func (f *gateFlags) dense(cmd *cobra.Command, args []string) (*model.Model, *data.Splits, *gateBegun, error) {
	m, err := exported(args[0])
	if err != nil {
		return nil, nil, nil, err
	}
	switch {
	case m.Weights != "":
		return nil, nil, nil, fmt.Errorf("%s has weights of %s, which cannot be trained on: give the run or the model it was made of", args[0], m.Weights)
	case len(m.Gates) > 0:
		return nil, nil, nil, fmt.Errorf("%s is gated already: give a dense network, or train this one at another --active", args[0])
	}
	name := m.Trained.Data
	say := func(line string) { fmt.Fprintln(os.Stderr, line) }
	var d *data.Splits
	sum := ""
	if r, err := runs.Open(args[0]); err == nil {
		name = r.Config.Data
		if r.Config.Table != nil {
			seen := newReading(cmd.Context(), os.Stderr, f.quiet)
			o, err := openTable(name, name, r.Config.Table, r.Config.Seed, false, seen, say)
			seen.close()
			if err != nil {
				return nil, nil, nil, err
			}
			d, sum = o.data, o.sum
		}
	}
	if len(args) > 1 {
		name = args[1]
	}
	if m.Input.Kind == "table" && d == nil {
		return nil, nil, nil, fmt.Errorf("%s takes rows of a table: give the run that trained it, whose folder says where they are", args[0])
	}
	if d == nil {
		if d, err = data.Open(cmd.Context(), name, say); err != nil {
			return nil, nil, nil, err
		}
		sum = d.Sum()
	}
	if len(args) == 1 && sum != m.Trained.DataSum {
		return nil, nil, nil, fmt.Errorf("%s is not the data that %s was trained on: its test rows may be among those; give the data by name to take it all the same", name, args[0])
	}
	if len(d.Train.Classes) < m.Network.Outputs && d.Train.Dim() == m.Network.Inputs {
		d.Train.Classes = m.Classes
	}
	return m, d, &gateBegun{Data: sum, Dense: sumOf(m.Net)}, nil
}
