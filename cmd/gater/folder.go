package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"gater"
	"gater/data"
	"gater/internal/catalog"
	"gater/internal/model"
	"gater/internal/runs"
)

// modelFolder is the folder of a run's model.
const modelFolder = "model"

// folder is the model of a trained network, for data like set; nil: pictures of unknown shape with
// classes by number.
func folder(c *catalog.Config, net *catalog.Model, thetas []float64, set *data.Set) *model.Model {
	m := &model.Model{}
	m.Net, m.Gates = net.Deployed()
	m.Spec = model.Spec{Task: data.Classes, Input: model.Input{Kind: "numbers"},
		Trained: model.Trained{Data: filepath.Base(c.Data), DataSum: c.DataSum, Seed: c.Seed},
		Network: &model.Network{Description: *c.Describe()}}
	m.Network.Inputs, m.Network.Outputs = c.Inputs, c.Classes
	if set != nil {
		m.Task, m.Classes = set.Task.Or(), set.Classes
		if set.X != nil {
			m.Input = model.Input{Kind: "pixels", Width: set.Width, Height: set.Height}
		}
	}
	if m.Task == data.Number {
		m.Classes = nil
	} else {
		for i := len(m.Classes); i < c.Classes; i++ {
			m.Classes = append(m.Classes, strconv.Itoa(i))
		}
	}
	for i, g := range m.Gates {
		if g.Units != nil {
			if m.Thresholds == nil {
				m.Thresholds = map[string]float64{}
			}
			m.Thresholds[g.Name] = thetas[i]
		}
	}
	return m
}

// modelDir is where the model of a run or a model's folder is.
func modelDir(dir string) (string, error) {
	for _, at := range []string{dir, filepath.Join(dir, modelFolder)} {
		if _, err := os.Stat(filepath.Join(at, model.SpecFile)); err == nil {
			return at, nil
		}
	}
	if _, err := runs.Open(dir); err == nil {
		return "", fmt.Errorf("%s has no model yet: finish the run with gater train --resume %s, or make one of it with gater export", dir, dir)
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s does not exist: give the folder of a run or of a model", dir)
	}
	return "", fmt.Errorf("%s holds neither a run nor a model: give a folder that gater train or gater export wrote", dir)
}

// openModel loads the model of a run or of a model's folder, in the weights asked for.
func openModel(dir, weights string) (*gater.Model, error) {
	if err := knownWeights(weights); err != nil {
		return nil, err
	}
	at, err := modelDir(dir)
	if err != nil {
		return nil, err
	}
	return gater.Loader{Weights: weights}.Load(at)
}

// knownWeights refuses a --weights that there is not; "" is the weights as they are.
func knownWeights(kind string) error {
	if kind != "" && !slices.Contains(model.Weights, kind) {
		return usageError{fmt.Errorf("unknown weights %q: choose bf16 or int8", kind)}
	}
	return nil
}
