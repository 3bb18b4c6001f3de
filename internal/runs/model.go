package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"gater/internal/catalog"
	"gater/nn"
	"gater/train"
)

// SaveModel writes the trained network with its settings and thresholds.
func (r *Run) SaveModel(net nn.Layer, thetas []float64) error {
	t, err := json.Marshal(thetas)
	if err != nil {
		return err
	}
	return SaveTensors(r.Path(modelFile), train.Tensors(net), map[string]string{
		"format": format, "config": string(kept(r.Config)), "mode": r.Config.Mode, "thresholds": string(t)})
}

// LoadModel builds the run's network and fills it with the trained weights and thresholds.
func (r *Run) LoadModel() (m *catalog.Model, thetas []float64, err error) {
	if m, err = catalog.Build(r.Config); err != nil {
		return nil, nil, err
	}
	path := r.Path(modelFile)
	meta, err := LoadTensors(path, train.Tensors(m.Net))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s has no trained model yet: finish the run with gater train --resume %s", r.Dir, r.Dir)
	}
	if err != nil {
		return nil, nil, err
	}
	if err := r.belongs(path, meta); err != nil {
		return nil, nil, err
	}
	if err := whole(path, train.Tensors(m.Net), blocks(m.Net)); err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal([]byte(meta["thresholds"]), &thetas); err != nil || len(thetas) != len(m.Gates) {
		return nil, nil, fmt.Errorf("%s: damaged (thresholds %q): train again", path, meta["thresholds"])
	}
	for i, g := range m.Gates {
		if g.Units != nil {
			g.Units.SetThreshold(thetas[i])
		}
	}
	return m, thetas, nil
}
