package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"gater/data/table"
	"gater/internal/formats"
)

func dataCommand() *cobra.Command {
	c := &cobra.Command{Use: "data", Short: "Look at data before training on it",
		Args: argCount(1, 1), Annotations: map[string]string{"args": "a subcommand"},
		RunE: func(cmd *cobra.Command, args []string) error {
			return usageError{fmt.Errorf("unknown command %q: see gater data --help", args[0])}
		}}
	var asJSON bool
	in := &cobra.Command{Use: "inspect FILE", Short: "What the columns of a CSV or TSV file hold, and what looks wrong; - is standard input",
		Args: argCount(1, 1), Annotations: map[string]string{"args": "one file"},
		RunE: func(cmd *cobra.Command, args []string) error { return inspect(cmd.OutOrStdout(), args[0], asJSON) }}
	in.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.AddCommand(in)
	return c
}

func inspect(w io.Writer, name string, asJSON bool) error {
	f := os.Stdin
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return err
		}
		defer f.Close()
	}
	cols, n, err := table.Profile(formats.CSV(name, f))
	if err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(w).Encode(map[string]any{"rows": n, "columns": cols})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "column\tkind\tcount\tmissing\tdistinct\tmean\tstd\tmin\tmax\twhat looks wrong\n")
	for _, c := range cols {
		more, stats := "", "\t\t\t"
		if c.More {
			more = "+"
		}
		if c.Kind == table.Numeric {
			stats = fmt.Sprintf("%.4g\t%.4g\t%.4g\t%.4g", c.Mean, c.Std, c.Min, c.Max)
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d%s\t%s\t%s\n", c.Name, c.Kind, c.Count, c.Missing, c.Distinct, more, stats, c.Warning)
	}
	fmt.Fprintf(t, "%d rows\n", n)
	return t.Flush()
}
