package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gater/data"
	"gater/internal/model"
	"gater/internal/onnx"
)

// heads are what stands on a network of a task.
var heads = map[data.Task]onnx.Head{data.Classes: onnx.Softmax, data.Labels: onnx.Sigmoid, data.Number: onnx.Linear}

// exportONNX writes a model as an ONNX file.
func exportONNX(cmd *cobra.Command, m *model.Model, path string, force bool) error {
	if _, err := os.Lstat(path); err == nil && !force {
		return fmt.Errorf("%s exists: choose another name, or --force to replace it", path)
	}
	task := m.Task.Or()
	o := onnx.Options{Name: "gater", Version: version, Inputs: m.Network.Inputs, Head: heads[task],
		Doc:  "A network with sparse gates, as it is deployed. Shut blocks are computed here, and multiplied by 0.",
		Meta: map[string]string{"task": string(task), "input": inputOf(m)}}
	if len(m.Classes) > 0 {
		b, _ := json.Marshal(m.Classes) // strings always have a form in JSON
		o.Meta["classes"] = string(b)
	}
	if m.Prep != nil {
		b, err := json.Marshal(m.Prep)
		if err != nil {
			return err
		}
		o.Meta["preprocessing"] = string(b)
		if task == data.Number {
			o.Scale, o.Shift = m.Prep.Target.Std, m.Prep.Target.Mean
		}
	}
	var b bytes.Buffer
	if err := onnx.Write(&b, m.Net, o); err != nil {
		return err
	}
	if err := replaceFile(path, b.Bytes()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: %s; %s. Other runtimes compute every block: only gater skips.\n", path, o.Meta["input"], outputOf(task))
	return printed(err)
}

// inputOf says in words what the graph takes.
func inputOf(m *model.Model) string {
	switch {
	case m.Prep != nil:
		return fmt.Sprintf("input, rows×%d: a row encoded as preprocessing in the metadata says", m.Network.Inputs)
	case m.Input.Kind == "pixels":
		return fmt.Sprintf("input, rows×%d: a picture's bytes divided by 255, row by row", m.Network.Inputs)
	}
	return fmt.Sprintf("input, rows×%d numbers", m.Network.Inputs)
}

func outputOf(task data.Task) string {
	if task == data.Number {
		return "output is the number"
	}
	return "output is probabilities"
}

// replaceFile writes a file as a whole or not at all.
func replaceFile(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".gater-*")
	if err != nil {
		return plain(path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return plain(path, err)
	}
	return plain(path, os.Rename(f.Name(), path))
}

// plain is an error about a file in a line, without the name of the temporary one.
func plain(path string, err error) error {
	if err == nil {
		return nil
	}
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		err = p.Err
	case errors.As(err, &l):
		err = l.Err
	}
	return fmt.Errorf("%s: cannot be written (%s): choose another place", path, strings.ReplaceAll(err.Error(), "\n", "; "))
}
