package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"gater/internal/model"
	"gater/internal/runs"
)

func exportCommand() *cobra.Command {
	var out, onnxFile, weights, rows string
	var force, asJSON bool
	cmd := &cobra.Command{
		Use:   "export RUN --out DIR [--weights KIND] | --onnx FILE",
		Short: "Write the trained network of a run as a model's folder, or for other programs",
		Long: `Write the trained network of a run as a folder that gater predict and, in Go, gater.Load read:
model.yaml with the network, its thresholds and checksums, weights.safetensors in the names and
layouts of PyTorch, how rows of a table are made numbers, and a model card.

A finished run has such a folder already, RUN/model; this copies it, checked.

--weights writes them in fewer bits, those of gaters excepted:

  bf16   16 bits, the upper half of a float32. Half the folder and half the memory; used as they are,
         to the same bits as the widened numbers.
  int8   8 bits, with a scale for each unit, in a quarter of the memory. When the model is used, each
         row of inputs is made whole numbers with a scale of its own: no rows to calibrate on are
         needed, and none is clipped. Sums are exact, by VNNI where there is any.

What that changes is measured on labelled rows, printed, and kept in the model card: on those of
--data, or on the test part of what the run was trained on. The time of a row is this machine's.

--onnx writes the network as a graph of ONNX, for other runtimes. They compute the same numbers, but
skip nothing: a shut block is computed and multiplied by its gate, 0.`,
		Example: `  gater export runs/blocks-1 --out model
  gater export runs/blocks-1 --out model --force   # replaces the model that is there
  gater export runs/blocks-1 --out small --weights int8
  gater export model --out small --weights bf16 --data labelled.csv
  gater export runs/blocks-1 --onnx net.onnx`,
		Annotations: map[string]string{"args": "a run's folder"},
		Args:        argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (out == "") == (onnxFile == "") {
				return usageError{fmt.Errorf("say where the model is to go: --out DIR, or --onnx FILE")}
			}
			switch {
			case weights == "" && (rows != "" || asJSON):
				return usageError{fmt.Errorf("--data and --json are about what --weights changes: say --weights bf16 or int8")}
			case weights != "" && onnxFile != "":
				return usageError{fmt.Errorf("--weights are of a model's folder: drop it, or --onnx")}
			case knownWeights(weights) != nil:
				return knownWeights(weights)
			case weights != "":
				return exportNarrow(cmd, args[0], out, weights, rows, force, asJSON)
			}
			m, err := exported(args[0])
			if err != nil {
				return err
			}
			if onnxFile != "" && m.Weights != "" {
				return fmt.Errorf("%s has weights of %s, a graph of ONNX takes floats: give the run or the model it was made of", args[0], m.Weights)
			}
			if onnxFile != "" {
				return exportONNX(cmd, m, onnxFile, force)
			}
			if err := model.Save(out, m, force); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), out)
			return printed(err)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the model's folder")
	cmd.Flags().StringVar(&onnxFile, "onnx", "", "an ONNX file, in place of a folder")
	cmd.Flags().StringVar(&weights, "weights", "", "bf16 or int8: write the weights in fewer bits")
	cmd.Flags().StringVar(&rows, "data", "", "labelled rows to measure on what fewer bits change")
	cmd.Flags().BoolVar(&asJSON, "json", false, "that as a JSON line on standard output")
	cmd.Flags().BoolVar(&force, "force", false, "replace what is there")
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
