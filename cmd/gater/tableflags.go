package main

import (
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"gater/data"
	"gater/data/table"
	"gater/internal/catalog"
)

// tableFlags are the flags of gater train that are about tables.
type tableFlags struct {
	catalog.Table
	stream bool
}

func (f *tableFlags) flags(fs *pflag.FlagSet) {
	fs.StringSliceVar(&f.Target, "target", nil, "of a table: the column to predict; several for labels of yes and no")
	fs.StringVar(&f.Task, "task", "", "classes, labels or number (default: as the target looks)")
	fs.StringSliceVar(&f.Columns, "columns", nil, "the only columns to learn from")
	fs.StringSliceVar(&f.Drop, "drop", nil, "columns not to learn from")
	fs.StringVar(&f.SplitBy, "split-by", "", "rows with the same value of this column stay in one part")
	fs.StringVar(&f.SplitTime, "split-time", "", "validate and test on the last rows by this column")
	fs.StringVar(&f.ClassWeights, "class-weights", "", "balanced: every class counts alike in training")
	fs.BoolVar(&f.Twin, "twin", true, "train the same network without gates, and a linear one, to compare with")
	fs.BoolVar(&f.Embed, "embed", true, "learn a vector for each category of columns with more than 256; false: two of 128 units by a hash, as for --net")
	fs.BoolVar(&f.stream, "stream", false, "do not hold the table in memory (default: where it would not fit)")
	fs.IntVar(&f.Window, "window", defaultWindow, "rows that a stream is shuffled in")
}

const defaultWindow = 1 << 16

// tableFlagNames is the flags that only a table has.
var tableFlagNames = []string{"target", "task", "columns", "drop", "split-by", "split-time", "class-weights", "twin", "embed", "stream", "window"}

// check refuses what contradicts itself, and flags of tables where the data is none.
func (f *tableFlags) check(fs *pflag.FlagSet, isTable bool) (err error) {
	if !isTable {
		fs.Visit(func(g *pflag.Flag) {
			if slices.Contains(tableFlagNames, g.Name) {
				err = usageError{fmt.Errorf("--%s is for tables: give DATA as a file, or drop it", g.Name)}
			}
		})
		return err
	}
	switch {
	case fs.Changed("teacher"):
		return usageError{fmt.Errorf("--teacher is for pictures: train a table with --dense, and make gates of that run with gater gate")}
	case !slices.Contains([]data.Task{"", data.Classes, data.Labels, data.Number}, data.Task(f.Task)):
		return usageError{fmt.Errorf("--task is %q: choose one of classes, labels, number", f.Task)}
	case f.ClassWeights != "" && f.ClassWeights != "balanced":
		return usageError{fmt.Errorf("--class-weights is %q: the one kind is balanced", f.ClassWeights)}
	case f.SplitBy != "" && f.SplitTime != "":
		return usageError{fmt.Errorf("--split-by and --split-time contradict each other: drop one")}
	case f.Window < 1 || f.Window > 1<<26:
		return usageError{fmt.Errorf("--window is %d: it must be from 1 to %d rows", f.Window, 1<<26)}
	}
	return nil
}

// The shares of a table's rows that are held out, and how many rows of a stream at most.
const (
	heldShare = 0.15
	heldMost  = 100_000
)

// options is what a table's settings ask of its rows.
func options(c *catalog.Table, seed uint64, streamed bool) table.Options {
	o := table.Options{Target: c.Target, Task: data.Task(c.Task), Columns: c.Columns, Drop: c.Drop, Embed: c.Embed,
		Split: table.Split{Seed: seed, Valid: heldShare, Test: heldShare, By: c.SplitBy, Time: c.SplitTime}}
	if streamed {
		o.Held = heldMost
	}
	return o
}
