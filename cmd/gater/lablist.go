package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"gater/est"
	"gater/internal/catalog"
)

func labListCommand() *cobra.Command {
	return &cobra.Command{
		Use:         "list",
		Short:       "List the estimators, what they promise and take, and the tasks",
		Annotations: map[string]string{"args": "no arguments"},
		Args:        argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return printed(labList(cmd.OutOrStdout()))
		},
	}
}

// labList writes a line for each estimator, with the runs of the network for 10 units.
func labList(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "estimator\tunbiased\truns of 10 units\ttraining skips\tsettings\t")
	for i := range catalog.Gates {
		g := &catalog.Gates[i]
		a := g.About()
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", g.Name, yes(a.Unbiased), runsOf(a), a.Skips,
			strings.Join(g.Options(), " "), g.Doc)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\ntasks\n%s", taskHelp())
	return err
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "–"
}

// runsOf is the runs for 10 units: one and so many forwards, and so many there and back.
func runsOf(a est.About) string {
	s := "1"
	for _, n := range []struct {
		f    func(int) int
		name string
	}{{a.Looks, "forwards"}, {a.Slopes, "slopes"}} {
		if n.f != nil && n.f(10) > 0 {
			s += fmt.Sprintf(" + %d %s", n.f(10), n.name)
		}
	}
	return s
}
