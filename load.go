package gater

import (
	"fmt"
	"io/fs"
	"slices"

	"gater/internal/model"
	"gater/nn"
)

// Loader is how a model is to be loaded. The zero value is as its folder has it.
type Loader struct {
	// Weights is what the weights, those of gaters excepted, are to be kept in: "bf16", half the memory,
	// or "int8", a quarter; "": in what the folder has. The folder stays as it is. Predictions are the
	// same bits as those of the folder that gater export --weights writes. A folder that has narrow
	// weights already can be loaded in no others.
	Weights string
}

// Load reads the model in a folder that gater train or gater export wrote. A folder that is
// damaged, or from a later version, is refused with the reason.
func Load(dir string) (*Model, error) { return Loader{}.Load(dir) }

// LoadFS reads the model at the root of a file system, such as one that go:embed put into the
// program:
//
//	//go:embed model
//	var files embed.FS
//
//	sub, _ := fs.Sub(files, "model")
//	m, err := gater.LoadFS(sub)
func LoadFS(fsys fs.FS) (*Model, error) { return Loader{}.LoadFS(fsys) }

// Load is as the function Load.
func (l Loader) Load(dir string) (*Model, error) {
	return l.open(dir, func() (*model.Model, error) { return model.Load(dir) })
}

// LoadFS is as the function LoadFS.
func (l Loader) LoadFS(fsys fs.FS) (*Model, error) {
	return l.open("gater", func() (*model.Model, error) { return model.LoadFS(fsys) })
}

// open reads a model and narrows its weights; what of them is wrong is said of name.
func (l Loader) open(name string, read func() (*model.Model, error)) (*Model, error) {
	if l.Weights != "" && !slices.Contains(model.Weights, l.Weights) {
		return nil, fmt.Errorf("gater: unknown weights %.40q: choose bf16 or int8", l.Weights)
	}
	m, err := read()
	if err != nil {
		return nil, err
	}
	if l.Weights != "" {
		if err := m.Narrow(l.Weights); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return opened(m), nil
}

// opened is a model with the settings of its dial by layer.
func opened(m *model.Model) *Model {
	all := &Model{m: m, draws: m.Draws()}
	for _, s := range m.Dial {
		at, n := map[nn.Layer]float64{}, 0
		for _, g := range m.Gates {
			if g.Units != nil {
				at[g.Units] = s.Thresholds[n]
				n++
			}
		}
		all.dial = append(all.dial, at)
	}
	return all
}
