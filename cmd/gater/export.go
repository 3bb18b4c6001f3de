package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"gater/internal/model"
	"gater/internal/runs"
)

func exportCommand() *cobra.Command {
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:   "export RUN --out DIR",
		Short: "Write the trained network of a run as a model's folder",
		Long: `Write the trained network of a run as a folder that gater predict and, in Go, gater.Load read:
model.yaml with the network, its thresholds and checksums, weights.safetensors in the names and
layouts of PyTorch, how rows of a table are made numbers, and a model card.

A finished run has such a folder already, RUN/model; this copies it, checked.`,
		Example: `  gater export runs/blocks-1 --out model
  gater export runs/blocks-1 --out model --force   # replaces the model that is there`,
		Annotations: map[string]string{"args": "a run's folder"},
		Args:        argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usageError{fmt.Errorf("say where the model is to go: --out DIR")}
			}
			m, err := exported(args[0])
			if err != nil {
				return err
			}
			if err := model.Save(out, m, force); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), out)
			return printed(err)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the model's folder")
	cmd.Flags().BoolVar(&force, "force", false, "replace a model that is there")
	return cmd
}

// exported is the model of a run: that in its folder, or, of a run from before there was one, its
// network with classes by number.
func exported(dir string) (*model.Model, error) {
	if at, err := modelDir(dir); err == nil {
		return model.Load(at)
	}
	r, err := runs.Open(dir)
	if err != nil {
		return nil, err
	}
	net, thetas, err := r.LoadModel()
	if err != nil {
		return nil, err
	}
	return folder(r.Config, net, thetas, nil), nil
}
