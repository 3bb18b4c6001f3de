package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gater/internal/lab/vae"
	"gater/internal/report"
	"gater/internal/runs"
)

func labVAECompareCommand() *cobra.Command {
	var out, pictures string
	cmd := &cobra.Command{
		Use:         "compare RUN...",
		Short:       "Draw the curves of one run or several as a page, and print a table over their seeds",
		Example:     `  gater lab vae compare runs/vae-1 runs/vae-2 -o compare.html`,
		Annotations: map[string]string{"args": "at least one run's folder"},
		Args:        argCount(1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if pictures != "" {
				if err := drawVAE(pictures, args); err != nil {
					return err
				}
			}
			return compareVAE(cmd.OutOrStdout(), out, args)
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "vae.html", "file to write")
	cmd.Flags().StringVar(&pictures, "pictures", "", "folder for curves as SVG, two files a net (default none)")
	return cmd
}

// drawVAE writes the pictures of the finished runs, net by net.
func drawVAE(dir string, dirs []string) error {
	all, err := readVAE(dirs)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot make %s: %w: choose another place with --pictures", dir, err)
	}
	nets := map[string]bool{}
	for _, r := range all {
		if r.End == nil || nets[r.Start.Net] {
			continue
		}
		nets[r.Start.Net] = true
		for _, p := range report.VAEPictures {
			path := filepath.Join(dir, "vae-"+r.Start.Net+"-"+p.Name+".svg")
			if err := runs.WriteFile(path, func(w io.Writer) error { return p.Write(w, r.Start.Net, all) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// compareVAE writes a page of runs and prints the table of those that are finished, if any.
func compareVAE(w io.Writer, page string, dirs []string) error {
	all, err := readVAE(dirs)
	if err != nil {
		return err
	}
	if err := writeVAEPage(page, all); err != nil {
		return err
	}
	if rows := vae.Compare(all); len(rows) > 0 {
		if err := vae.WriteTable(w, rows); err != nil {
			return printed(err)
		}
	}
	_, err = fmt.Fprintln(w, page)
	return printed(err)
}

func readVAE(dirs []string) (all []*report.VAERun, err error) {
	for _, dir := range dirs {
		r, err := report.ReadVAE(dir)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func writeVAEReport(path string, dirs []string) error {
	all, err := readVAE(dirs)
	if err != nil {
		return err
	}
	return writeVAEPage(path, all)
}

func writeVAEPage(path string, all []*report.VAERun) error {
	return runs.WriteFile(path, func(w io.Writer) error { return report.WriteVAE(w, all) })
}
