package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"gater/data/table"
	"gater/internal/formats"
)

// described is a column with what it seems to be good for.
type described struct {
	table.Column
	table.Hint
}

func inspectTable(w io.Writer, path string, asJSON bool, p *reading) error {
	s, err := formats.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	profile, n, err := table.Profile(p.rows(s.Rows, s.Share))
	p.close()
	if err != nil {
		return err
	}
	cols := make([]described, len(profile))
	for j := range profile {
		cols[j] = described{profile[j], profile[j].Hint(j == len(profile)-1)}
	}
	notes := tableNotes(s.Format, cols, n)
	if asJSON {
		return json.NewEncoder(w).Encode(map[string]any{"format": s.Format, "rows": n, "columns": cols, "notes": notes})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "column\tkind\tcount\tmissing\tdistinct\tmean\tstd\tmin\tmax\tcould be predicted as\twhat looks wrong\n")
	for _, c := range cols {
		more, stats := "", "\t\t\t"
		if c.More {
			more = "+"
		}
		if c.Kind == table.Numeric {
			stats = fmt.Sprintf("%.4g\t%.4g\t%.4g\t%.4g", c.Mean, c.Std, c.Min, c.Max)
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d%s\t%s\t%s\t%s\n", cell(c.Name), c.Kind, c.Count, c.Missing, c.Distinct, more, stats, c.Target, cell(c.wrong()))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d rows, %d columns, %s\n", n, len(cols), s.Format)
	for _, note := range notes {
		fmt.Fprintln(w, note)
	}
	return nil
}

// wrong is the warning of a column, and what its role means where the warning does not say it.
func (c described) wrong() string {
	switch c.Role {
	case "identifier":
		return "looks like an identifier: leave the column out"
	case "date as text":
		if c.Kind == table.Numeric {
			return "looks like dates written as numbers: write them as 2006-01-02"
		}
		return "looks like dates stored as text: write them as 2006-01-02"
	}
	return c.Warning
}

// tableNotes is what is to be said of the table as a whole.
func tableNotes(format string, cols []described, n int) (notes []string) {
	if n == 0 {
		return []string{"no rows: only names of columns"}
	}
	if len(cols) == 1 && format == "CSV" {
		notes = append(notes, "one column only: if there should be more, separate them by commas, semicolons, tabs or bars")
	}
	var likely, others []string
	for _, c := range cols {
		switch s := fmt.Sprintf("%s (%s)", cell(c.Name), c.Target); {
		case c.Likely:
			likely = append(likely, s)
		case strings.HasSuffix(c.Target, " classes"):
			others = append(others, s)
		}
	}
	if len(likely) == 0 {
		likely = others[:min(3, len(others))]
	}
	if len(likely) > 0 {
		notes = append(notes, "good targets: "+strings.Join(likely, ", "))
	}
	return notes
}

// cell keeps control characters, tabs and ends of lines out of a table.
func cell(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '·'
		}
		return r
	}, s)
}
