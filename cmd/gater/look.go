package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"gater"
	"gater/data"
	"gater/internal/catalog"
	"gater/internal/model"
	"gater/internal/runs"
)

// inspection is what gater inspect shows.
type inspection struct {
	Model    string             `json:"model"`
	Task     data.Task          `json:"task"`
	Layers   []layerSeen        `json:"layers"`
	Metrics  map[string]float64 `json:"metrics,omitempty"`
	Dial     []model.Setting    `json:"dial,omitempty"`
	Data     string             `json:"data,omitempty"` // that the gates were watched on
	Rows     int                `json:"rows"`
	Gates    []gatesSeen        `json:"gates,omitempty"`
	settings *catalog.Config
}

// layerSeen is a layer and what it takes.
type layerSeen struct {
	Path    string  `json:"path"`
	In      int     `json:"in"`
	Out     int     `json:"out"`
	Weights int     `json:"weights"`
	Macs    float64 `json:"macs"` // of an example with all blocks open
}

func inspectCommand() *cobra.Command {
	var rows int
	var asJSON, all bool
	var page, budget string
	cmd := &cobra.Command{
		Use:   "inspect MODEL [FILE]",
		Short: "Look into a trained model: layers, and which blocks open for which rows",
		Long: `Look into a trained model: its layers with their sizes, and which blocks its gates open, how often,
for which classes (as the model tells them), and with which columns of a table they go.

MODEL is the folder of a run or of a model. The gates are watched on the rows of FILE; without one,
on the data that a run was trained on.`,
		Example: `  gater inspect runs/blocks-1
  gater inspect model new.csv --html gates.html
  gater inspect model new.csv --json | jq '.gates[0].dead'`,
		Annotations: map[string]string{"args": "a model or run and at most one file"},
		Args:        argCount(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if rows < 1 {
				return fmt.Errorf("rows is %d: it must be 1 or more", rows)
			}
			s, err := look(cmd.Context(), args, rows, budget)
			if err != nil {
				return err
			}
			if page != "" {
				err := runs.WriteFile(page, s.page)
				if err != nil {
					return err
				}
			}
			if asJSON {
				return printed(json.NewEncoder(cmd.OutOrStdout()).Encode(s))
			}
			return printed(s.print(cmd.OutOrStdout(), all))
		},
	}
	fs := cmd.Flags()
	fs.IntVar(&rows, "rows", 10_000, "watch the gates on so many rows at most")
	fs.StringVar(&budget, "budget", "", "watch them at a budget such as 20%")
	fs.BoolVar(&all, "all", false, "every block, in place of some")
	fs.StringVar(&page, "html", "", "write a page with every block to this file, too")
	fs.BoolVar(&asJSON, "json", false, "a JSON line on standard output")
	return cmd
}

// look inspects a model on a file, or on what its run was trained on.
func look(ctx context.Context, args []string, rows int, budget string) (*inspection, error) {
	dir, err := modelDir(args[0])
	if err != nil {
		return nil, err
	}
	m, err := model.Load(dir)
	if err != nil {
		return nil, err
	}
	s := &inspection{Model: dir, Task: m.Task, Metrics: m.Metrics, Dial: m.Dial}
	if s.settings, err = catalog.Preset("blocks", ""); err != nil {
		return nil, err
	}
	s.settings.SetNet(&m.Network.Description, "", nil)
	s.settings.Inputs, s.settings.Classes = m.Network.Inputs, m.Network.Outputs
	for _, k := range s.settings.Costs() {
		s.Layers = append(s.Layers, layerSeen{k.Path, k.In, k.Out, k.Weights, k.Dense})
	}
	used, err := gater.Load(dir)
	if err != nil {
		return nil, err
	}
	o := gater.Options{Gates: true}
	if err := setBudget(&o, budget); err != nil {
		return nil, err
	}
	w := newGateWatch(m, used, o)
	switch r, _ := runs.Open(args[0]); {
	case len(args) > 1:
		s.Data = args[1]
		err = w.file(args[1], rows)
	case r == nil:
		return s, nil
	case r.Config.Table != nil:
		s.Data = r.Config.Data
		err = w.file(r.Config.Data, rows)
	default:
		s.Data = r.Config.Data
		var d *data.Splits
		if d, err = data.Open(ctx, r.Config.Data, func(line string) { fmt.Fprintln(os.Stderr, line) }); err == nil {
			err = w.pictures(d.Valid, rows)
		}
	}
	if err != nil {
		return nil, err
	}
	s.Rows, s.Gates = w.rows, w.seen(s.settings)
	return s, nil
}

// print writes the inspection for people.
func (s *inspection) print(w io.Writer, all bool) error {
	if err := netTable(w, s.settings); err != nil {
		return err
	}
	for _, d := range s.Dial {
		fmt.Fprintf(w, "dial  %6.2f %% of the multiply-adds  %8.2f µs a row  metric %.4f\n", 100*d.Budget, d.Micros, d.Metric)
	}
	if s.Rows == 0 {
		_, err := fmt.Fprintln(w, "\nGive a file of rows to see which blocks they open.")
		return err
	}
	fmt.Fprintf(w, "\nGates, watched on %d rows of %s\n", s.Rows, s.Data)
	for _, g := range s.Gates {
		if err := g.print(w, all); err != nil {
			return err
		}
	}
	return nil
}
