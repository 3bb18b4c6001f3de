package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"

	"github.com/spf13/cobra"

	"gater/data"
	"gater/internal/lab/vae"
	"gater/internal/report"
)

func labVAEGridCommand() *cobra.Command {
	f := vaeFlags{Config: vae.Default(), part: true}
	g := vae.Grid{}
	var seeds []uint
	cmd := &cobra.Command{
		Use:   "grid [DATA]",
		Short: "Train every estimator from every seed, and compare them over the seeds",
		Long: `Train every one of some nets by every one of some estimators from every one of some seeds, a
folder each, and compare what came out: bounds with their standard errors over the seeds, and the
gradient's variance over that of leave-one-out at as many evaluations. The same command goes on
where it was stopped, and leaves runs alone that are finished.`,
		Example: `  gater lab vae grid --net nonlinear --estimators rloo,disarm,double-cv,rodeo --seeds 1,2,3 --out runs/two
  gater lab vae grid --estimators rloo:k=3,arms:k=3,double-cv:k=3,rodeo:k=3 --out runs/three`,
		Annotations: map[string]string{"args": "at most one data set"},
		Args:        argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, s := range seeds {
				g.Seeds = append(g.Seeds, uint64(s))
			}
			return runVAEGrid(cmd, &f, &g, args)
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringSliceVar(&g.Nets, "net", []string{"nonlinear"}, "nets, with commas between: linear, nonlinear")
	fs.StringSliceVar(&g.Estimators, "estimators", []string{"rloo", "disarm", "arms", "double-cv", "rodeo"}, "estimators, with commas between")
	fs.UintSliceVar(&seeds, "seeds", []uint{1, 2, 3}, "seeds, with commas between")
	f.add(fs)
	fs.StringVarP(&f.out, "out", "o", "", "folder of the runs and of compare.html (required)")
	return cmd
}

func runVAEGrid(cmd *cobra.Command, f *vaeFlags, g *vae.Grid, args []string) error {
	if f.out == "" {
		return usageError{errors.New("a grid needs a folder: give --out DIR")}
	}
	if len(args) > 0 {
		f.Data = args[0]
	}
	d, err := data.Open(cmd.Context(), f.Data, func(line string) { fmt.Fprintln(os.Stderr, line) })
	if err != nil {
		return err
	}
	if err := f.fill(d); err != nil {
		return err
	}
	all, err := g.Configs(f.Config)
	if err != nil {
		return err
	}
	var dirs []string
	for i, c := range all {
		one := *f
		one.Config, one.out = c, filepath.Join(f.out, c.Name())
		done, err := one.goesOn()
		if err != nil {
			return err
		}
		dirs = append(dirs, one.out)
		if done {
			continue
		}
		if !f.quiet {
			fmt.Fprintf(os.Stderr, "run %d of %d\n", i+1, len(all))
		}
		if err := runVAE(cmd, &one, nil); err != nil {
			return err
		}
		if cmd.Context().Err() != nil {
			return nil
		}
	}
	return compareVAE(cmd.OutOrStdout(), filepath.Join(f.out, "compare.html"), dirs)
}

// goesOn sets resume where the run's folder holds a run of the same settings, and reports whether
// that is finished.
func (f *vaeFlags) goesOn() (done bool, err error) {
	if _, err := os.Stat(filepath.Join(f.out, "config.json")); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	folder, err := vae.Open(f.out)
	if err != nil {
		return false, err
	}
	if !reflect.DeepEqual(*folder.Config, f.Config) {
		return false, fmt.Errorf("%s holds a run of other settings: give the grid another --out, or its first settings", f.out)
	}
	f.resume = f.out
	r, err := report.ReadVAE(f.out)
	return err == nil && r.End != nil, nil
}
