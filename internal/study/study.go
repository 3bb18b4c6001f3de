// Package study declares studies: one setting of a network varied with all others held, so that a
// question about it gets a table and a picture. It trains nothing and reads no clock; the command does.
package study

import (
	"fmt"
	"slices"
	"strings"

	"gater/internal/catalog"
)

// A Study is a question and the networks that answer it.
type Study struct {
	Name, Title string
	Asks        string  // the question, in a sentence or two
	XName       string  // of what varies
	Y           Measure // what is drawn against it
	Points      []Point
}

// A Point is one network of a study, trained under every seed.
type Point struct {
	Series string  // which curve it is on
	X      float64 // where
	Set    func(c *catalog.Config)
}

// Seeds, Epochs are those of a study; quick is a look whether all works, which says nothing.
const (
	Seeds, QuickSeeds   = 3, 1
	Epochs, QuickEpochs = 20, 2
)

// A Trial is a network under a seed.
type Trial struct {
	Point  int
	Name   string // of its folder
	Config *catalog.Config
}

// Trials are the networks of a study, with their settings; seed by seed, so that a study that is not
// over has answers on all points.
func (s *Study) Trials(quick bool) (all []Trial, err error) {
	seeds, epochs := Seeds, Epochs
	if quick {
		seeds, epochs = QuickSeeds, QuickEpochs
	}
	for seed := range seeds {
		for i, p := range s.Points {
			c, err := catalog.Preset("blocks", "")
			if err != nil {
				return nil, err
			}
			c.Seed, c.Epochs = uint64(seed+1), epochs
			p.Set(c)
			if quick {
				c.Blocks = max(16, c.Blocks/8)
			}
			if err := c.Check(); err != nil {
				return nil, fmt.Errorf("study %s, %s at %v: %w", s.Name, p.Series, p.X, err)
			}
			all = append(all, Trial{i, fmt.Sprintf("%s-%v-%d", slug(p.Series), p.X, seed+1), c})
		}
	}
	return all, nil
}

// slug is a series' name as part of a folder's.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
}

// Find is the study of a name, or an error that lists the names.
func Find(name string) (*Study, error) {
	i := slices.IndexFunc(Studies, func(s Study) bool { return s.Name == name })
	if i < 0 {
		var names []string
		for _, s := range Studies {
			names = append(names, s.Name)
		}
		return nil, fmt.Errorf("unknown study %q: choose one of %s", name, strings.Join(names, ", "))
	}
	return &Studies[i], nil
}
