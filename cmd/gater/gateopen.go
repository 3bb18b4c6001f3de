package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"gater/data"
	"gater/internal/dial"
	"gater/internal/model"
	"gater/internal/runs"
)

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
	case !f.force:
		if _, err := os.Stat(f.out); err == nil {
			return 0, fmt.Errorf("%s exists: replace the model in it with --force, or choose another folder", f.out)
		}
	}
	return least, nil
}

// dense is the model to be gated and the data it was trained on.
func (f *gateFlags) dense(cmd *cobra.Command, args []string) (*model.Model, *data.Splits, error) {
	m, err := exported(args[0])
	if err != nil {
		return nil, nil, err
	}
	switch {
	case m.Weights != "":
		return nil, nil, fmt.Errorf("%s has weights of %s, which cannot be trained on: give the run or the model it was made of", args[0], m.Weights)
	case len(m.Gates) > 0:
		return nil, nil, fmt.Errorf("%s is gated already: give a dense network, or train this one at another --active", args[0])
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
				return nil, nil, err
			}
			d, sum = o.data, o.sum
		}
	}
	if len(args) > 1 {
		name = args[1]
	}
	if m.Input.Kind == "table" && d == nil {
		return nil, nil, fmt.Errorf("%s takes rows of a table: give the run that trained it, whose folder says where they are", args[0])
	}
	if d == nil {
		if d, err = data.Open(cmd.Context(), name, say); err != nil {
			return nil, nil, err
		}
		sum = d.Sum()
	}
	if len(args) == 1 && sum != m.Trained.DataSum {
		return nil, nil, fmt.Errorf("%s is not the data that %s was trained on: its test rows may be among those; give the data by name to take it all the same", name, args[0])
	}
	if len(d.Train.Classes) < m.Network.Outputs && d.Train.Dim() == m.Network.Inputs {
		d.Train.Classes = m.Classes
	}
	return m, d, nil
}
