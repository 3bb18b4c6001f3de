package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func dataCommand() *cobra.Command {
	c := &cobra.Command{Use: "data", Short: "Look at data before training on it, and split it",
		Args: argCount(1, 1), Annotations: map[string]string{"args": "a subcommand"},
		RunE: func(cmd *cobra.Command, args []string) error {
			return usageError{fmt.Errorf("unknown command %q: see gater data --help", args[0])}
		}}
	var asJSON, quiet bool
	in := &cobra.Command{Use: "inspect FILE|FOLDER", Short: "What a table or a folder of pictures holds, and what looks wrong; - is standard input",
		Long: `inspect reads a table, CSV (also with semicolons, tabs or bars), NDJSON, Parquet, NPY or NPZ, and says
of each column what it holds, what looks wrong, and which could be predicted. Text may be packed with
gzip. Of a folder with a folder of PNG, JPEG or GIF pictures for each class it says how many there are
of which size.`,
		Args: argCount(1, 1), Annotations: map[string]string{"args": "one file"},
		RunE: func(cmd *cobra.Command, args []string) error {
			w, p := cmd.OutOrStdout(), newReading(cmd.Context(), os.Stderr, quiet)
			defer p.close()
			if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
				return inspectFolder(w, args[0], asJSON, p)
			}
			return inspectTable(w, args[0], asJSON, p)
		}}
	in.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	in.Flags().BoolVar(&quiet, "quiet", false, "no progress")
	c.AddCommand(in, splitCommand(), csvCommand())
	return c
}
