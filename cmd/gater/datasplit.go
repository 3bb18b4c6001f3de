package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gater/data/table"
	"gater/internal/catalog"
)

// splitCommand writes the parts of a table that gater train would make.
func splitCommand() *cobra.Command {
	var c catalog.Table
	var out string
	var seed uint64
	cmd := &cobra.Command{Use: "split FILE --target y --out FOLDER", Short: "Write the training, validation and test rows of a table as three CSV files",
		Long: `split writes train.csv, valid.csv and test.csv: the rows that gater train would learn from, choose by
and test on with the same flags and seed, as they are, so that another program can be given the same.`,
		Example: `  gater data split flights.csv --target late --out parts`,
		Args:    argCount(1, 1), Annotations: map[string]string{"args": "one file"},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(c.Target) == 0:
				return usageError{errors.New("say which column is to be predicted: --target; rows without it are left out")}
			case out == "":
				return usageError{errors.New("say where the three files are to go: --out FOLDER")}
			case c.SplitBy != "" && c.SplitTime != "":
				return usageError{errors.New("--split-by and --split-time contradict each other: drop one")}
			}
			seen := newReading(cmd.Context(), os.Stderr, false)
			defer seen.close()
			return splitTable(rowsOf(args[0], seen), args[0], out, options(&c, seed, false))
		}}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringSliceVar(&c.Target, "target", nil, "the column to be predicted, or several")
	fs.StringVar(&out, "out", "", "the folder to write to")
	fs.StringVar(&c.SplitBy, "split-by", "", "rows with the same value of this column stay in one part")
	fs.StringVar(&c.SplitTime, "split-time", "", "validate and test on the last rows by this column")
	fs.Uint64Var(&seed, "seed", defaultSeed, "seed of the split")
	return cmd
}

// splitTable writes the parts of a table into a folder.
func splitTable(rows table.Rows, name, out string, o table.Options) error {
	plan, err := table.Prepare(rows, o)
	if err != nil {
		return inFile(name, name, err)
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	var parts [3]*csv.Writer
	var files [3]*bufio.Writer
	for i, name := range []string{"train", "valid", "test"} {
		path := filepath.Join(out, name+".csv")
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s exists: choose another folder", path)
		} else if err != nil {
			return err
		}
		defer f.Close()
		files[i] = bufio.NewWriter(f)
		parts[i] = csv.NewWriter(files[i])
	}
	named := false
	err = plan.Each(rows, func(b table.Batch, i int, part table.Part) error {
		if !named {
			for _, w := range parts {
				w.Write(b.Names) // its error is kept, and returned below
			}
			named = true
		}
		return parts[part].Write(b.Rows[i])
	})
	for i, w := range parts {
		w.Flush()
		err = errors.Join(err, w.Error(), files[i].Flush())
	}
	return err
}
