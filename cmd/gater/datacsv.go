package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// csvCommand writes any table as CSV.
func csvCommand() *cobra.Command {
	every := 1
	cmd := &cobra.Command{Use: "csv FILE", Short: "Write a table as CSV on standard output, all rows or one in so many",
		Example: `  gater data csv flights-3m.parquet --every 15 > flights-200k.csv`,
		Args:    argCount(1, 1), Annotations: map[string]string{"args": "one file"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if every < 1 {
				return usageError{fmt.Errorf("--every is %d: it must be 1 or more", every)}
			}
			seen := newReading(cmd.Context(), os.Stderr, false)
			defer seen.close()
			out := bufio.NewWriter(cmd.OutOrStdout())
			w, n := csv.NewWriter(out), 0
			for b, err := range rowsOf(args[0], seen) {
				if err != nil {
					return inFile(args[0], args[0], err)
				}
				if n == 0 {
					w.Write(b.Names) // its error is kept, and returned by the next
				}
				for _, row := range b.Rows {
					if n++; (n-1)%every == every/2 {
						if err := w.Write(row); err != nil {
							return printed(err)
						}
					}
				}
			}
			if w.Flush(); w.Error() != nil {
				return printed(w.Error())
			}
			return printed(out.Flush())
		}}
	cmd.Flags().IntVar(&every, "every", 1, "the middle row of so many")
	return cmd
}
