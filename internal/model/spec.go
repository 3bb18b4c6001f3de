package model

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"

	"gater/data"
	"gater/internal/network"
)

// Version is the latest form of a folder. Load reads it and those before it. Save writes the first
// that has all that a model needs, so that programs from before a later one read what they can:
//
//	1  weights of floats
//	2  weights of fewer bits, as Spec.Weights says
const Version = 2

// form is the version to be written.
func (s *Spec) form() int {
	if s.Weights != "" {
		return 2
	}
	return 1
}

// Spec is what model.yaml says.
type Spec struct {
	Version    int                 `yaml:"version"`
	Task       data.Task           `yaml:"task"`
	Input      Input               `yaml:"input"`
	Weights    string              `yaml:"weights,omitempty"`    // bf16 or int8; none: float32
	Narrowed   *Narrowed           `yaml:"narrowed,omitempty"`   // what that changed
	Classes    []string            `yaml:"classes,omitempty"`    // of the outputs, in order; of labels, too
	Thresholds map[string]float64  `yaml:"thresholds,omitempty"` // a gated layer's name, and where it opens
	Metrics    map[string]float64  `yaml:"metrics,omitempty"`    // on the test rows, by name
	Dial       []Setting           `yaml:"dial,omitempty"`
	Trained    Trained             `yaml:"trained"`
	Network    *Network            `yaml:"network"`
	Files      map[string]Checksum `yaml:"files"`
}

// Narrowed is what a model did with weights of floats, and what it does with narrow ones.
type Narrowed struct {
	Data   string             `yaml:"data"` // the labelled rows
	Rows   int                `yaml:"rows"`
	Other  float64            `yaml:"other"`  // share of the rows of which it says something else; of numbers, RMS change
	Floats map[string]float64 `yaml:"floats"` // metrics, by name
	Narrow map[string]float64 `yaml:"narrow"`
}

// Trained is where a network comes from.
type Trained struct {
	Data    string `yaml:"data,omitempty"`
	DataSum string `yaml:"data_sum,omitempty"` // data.Splits.Sum
	Seed    uint64 `yaml:"seed,omitempty"`
}

// Input is what the network takes.
type Input struct {
	Kind   string `yaml:"kind"` // pixels: bytes, divided by 255; numbers; table: rows for preprocessing.json
	Width  int    `yaml:"width,omitempty"`
	Height int    `yaml:"height,omitempty"`
}

// Setting is one position of the dial from computing little to computing all.
type Setting struct {
	Budget     float64   `yaml:"budget"`       // share of the multiply-adds of the net with all blocks open
	Thresholds []float64 `yaml:"thresholds"`   // a gated layer each, in order
	Micros     float64   `yaml:"microseconds"` // an example by itself, on the machine that calibrated
	Metric     float64   `yaml:"metric"`       // of the task, on the validation rows
}

// Checksum is what a file must be.
type Checksum struct {
	Bytes  int64  `yaml:"bytes"`
	SHA256 string `yaml:"sha256"`
}

// Network is a description as a part of a file.
type Network struct{ network.Description }

// MarshalYAML writes every setting out.
func (n Network) MarshalYAML() ([]byte, error) { return n.YAML(), nil }

// UnmarshalYAML reads what MarshalYAML wrote.
func (n *Network) UnmarshalYAML(b []byte) error {
	d, err := network.Read(b, nil)
	if err != nil {
		return err
	}
	d.Unplaced()
	n.Description = *d
	return nil
}

// maxSpec is more bytes than a model.yaml has.
const maxSpec = 1 << 20

// readSpec reads a model.yaml of any version up to ours.
func readSpec(b []byte) (s Spec, err error) {
	if err := network.Shallow(b); err != nil {
		return s, err
	}
	var v struct {
		Version *int `yaml:"version"`
	}
	if err := yaml.Unmarshal(b, &v); err != nil {
		return s, fmt.Errorf("damaged (%s): copy or export the model again", brief(err))
	}
	switch {
	case v.Version == nil:
		return s, errors.New("has no version: give the folder of a model that gater exported")
	case *v.Version > Version:
		return s, fmt.Errorf("is of version %d, this gater reads up to %d: take a newer gater", *v.Version, Version)
	case *v.Version < 1:
		return s, fmt.Errorf("is of version %d, which there never was: copy or export the model again", *v.Version)
	}
	if err := yaml.UnmarshalWithOptions(b, &s, yaml.Strict()); err != nil {
		return s, fmt.Errorf("damaged (%s): copy or export the model again", brief(err))
	}
	return s, nil
}

// brief is the beginning of an error that may quote a damaged file or draw the lines around it.
func brief(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	s := []rune(strings.ToValidUTF8(line, "?"))
	for i, r := range s {
		if !unicode.IsPrint(r) {
			s[i] = ' '
		}
	}
	if len(s) > 120 {
		s = append(s[:120], '…')
	}
	return string(s)
}
