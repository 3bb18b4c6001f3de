package gater

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gater/data"
	"gater/data/table"
	"gater/internal/catalog"
	"gater/internal/model"
	"gater/internal/network"
	"gater/nn"
	"gater/train"
)

// Network is a network to be trained, by package train, and saved as a model. What follows from it
// is in its fields; Prep and Metrics are the caller's to set before Save.
type Network struct {
	Net   nn.Layer
	Gates []train.Gate // gated layers, from the input on: train.Trainer.Gates

	Prep    *table.Preprocessing // how rows of a table become what the network takes; nil: it takes that
	Metrics map[string]float64   // how good it is on test rows, by name; nil: nothing is said

	spec model.Spec
}

// Build makes the network that a description in the form of docs/network.md says, for examples such
// as those of set, with weights drawn from the seed. Settings that go from one value to another do so
// over epochs. The layers and estimators are those that descriptions have; a network with others is
// put together by hand, as in the example of the package, and cannot be saved as a model.
func Build(description string, set *data.Set, epochs int, seed uint64) (*Network, error) {
	d, err := network.Read([]byte(description), catalog.LayerDefaults("blocks", ""))
	if err != nil {
		return nil, fmt.Errorf("gater: %w", err)
	}
	c, err := catalog.Preset("blocks", "")
	if err != nil {
		return nil, err
	}
	c.Epochs, c.Seed = epochs, seed
	if err = c.SetNet(d, "", nil); err == nil {
		err = c.Fit(set.Dim(), outputs(set))
	}
	n := &Network{}
	if err == nil {
		n.Net, n.Gates, err = catalog.Make(c)
	}
	if err != nil {
		return nil, fmt.Errorf("gater: %w", err)
	}
	n.spec = model.Spec{Task: set.Task.Or(), Input: model.Input{Kind: "numbers"}, Classes: set.Classes,
		Trained: model.Trained{Data: set.Name, Seed: seed}, Network: &model.Network{Description: *d}}
	if set.X != nil {
		n.spec.Input = model.Input{Kind: "pixels", Width: set.Width, Height: set.Height}
	}
	if n.spec.Task == data.Number {
		n.spec.Classes = nil
	}
	return n, nil
}

func outputs(s *data.Set) int {
	if s.Outputs > 0 {
		return s.Outputs
	}
	return len(s.Classes)
}

// Save writes the network, once trained, as a folder that Load reads, in one step. A folder that has
// a model in it is replaced if replace says so. train.Trainer.Finish comes before it: that is what sets
// the thresholds.
func (n *Network) Save(dir string, replace bool) error {
	m := &model.Model{Spec: n.spec, Net: n.Net, Gates: n.Gates, Prep: n.Prep}
	m.Metrics = n.Metrics
	if n.Prep != nil {
		m.Input.Kind = "table"
	}
	for _, g := range n.Gates {
		if g.Units == nil {
			continue
		}
		θ, ok := g.Units.Threshold()
		if !ok {
			return errors.New("gater: gated layer " + g.Name + " has no threshold yet: train it, and call Finish, before Save")
		}
		if m.Thresholds == nil {
			m.Thresholds = map[string]float64{}
		}
		m.Thresholds[g.Name] = θ
	}
	if _, err := os.Stat(filepath.Join(dir, model.SpecFile)); err == nil && !replace {
		return fmt.Errorf("gater: %s holds a model already: say that it is to be replaced, or choose another folder", dir)
	}
	if err := model.Save(dir, m, replace); err != nil {
		return fmt.Errorf("gater: %w", err)
	}
	return nil
}
