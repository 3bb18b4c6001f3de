// Package study declares studies: one setting of a network varied with all others held, so that a
// question about it gets a table and a picture. It trains nothing and reads no clock; the command does.
package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gater/internal/catalog"
)

// A Study is a question and the networks that answer it.
type Study struct {
	Name, Title string
	Asks        string   // the question, in a sentence or two
	XName       string   // of what varies
	XOf         *Measure // what varies is a measure, and XName its name; nil: it is set, Point.X
	Y           Measure  // what is drawn against it
	Points      []Point
}

// A Point is one network of a study, trained under every seed.
type Point struct {
	Series string  // which curve it is on
	X      float64 // where; with Study.XOf, which on its curve
	Preset string  // the net that it is a change of; "": blocks
	Gate   string  // "": the preset's own
	Set    func(c *catalog.Config)
}

// Scale is how long the networks of a study are trained, and how often.
type Scale struct {
	Seeds, Epochs int
	Quick         bool // small nets: a look whether all works, which says nothing
}

// Full is a study's own scale, Quick a look whether all works.
var (
	Full  = Scale{Seeds: 3, Epochs: 20}
	Quick = Scale{Seeds: 1, Epochs: 2, Quick: true}
)

// Check says what is wrong with a scale.
func (s Scale) Check() error {
	if s.Seeds < 1 || s.Seeds > 1000 || s.Epochs < 1 {
		return fmt.Errorf("%d seeds of %d epochs: a study takes 1 to 1000 seeds and 1 epoch or more", s.Seeds, s.Epochs)
	}
	return nil
}

// A Trial is a network under a seed.
type Trial struct {
	Point  int
	Name   string // of its folder
	Config *catalog.Config
}

// Trials are the networks of a study, with their settings; seed by seed, so that a study that is not
// over has answers on all points.
func (s *Study) Trials(scale Scale) (all []Trial, err error) {
	for seed := range scale.Seeds {
		for i, p := range s.Points {
			c, err := p.config(scale)
			if err == nil {
				c.Seed = uint64(seed + 1)
				err = c.Check()
			}
			if err != nil {
				return nil, fmt.Errorf("study %s, %s at %v: %w", s.Name, p.Series, p.X, err)
			}
			all = append(all, Trial{i, fmt.Sprintf("%s-%v-%d", slug(p.Series), p.X, seed+1), c})
		}
	}
	return all, nil
}

// config is a point's settings.
func (p *Point) config(scale Scale) (*catalog.Config, error) {
	c, err := catalog.Preset(cmp.Or(p.Preset, "blocks"), p.Gate)
	if err != nil {
		return nil, err
	}
	c.Epochs = scale.Epochs
	if p.Set != nil {
		p.Set(c)
	}
	if !scale.Quick {
		return c, nil
	}
	small := func(c *catalog.Config) error { c.Blocks = max(16, c.Blocks/8); return nil }
	if c.Net != nil {
		return c, c.SetNet(c.Net, "", small)
	}
	return c, small(c)
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
