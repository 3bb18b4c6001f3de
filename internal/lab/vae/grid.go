package vae

import (
	"fmt"
	"strings"
)

// Grid is the runs of an experiment: every estimator on every net from every seed.
type Grid struct {
	Nets, Estimators []string
	Seeds            []uint64
}

// Configs is the settings of every run, all else as in base. Estimators change fastest and nets
// slowest, so that the runs finished so far can be compared.
func (g *Grid) Configs(base Config) ([]Config, error) {
	var all []Config
	seen := map[string]bool{}
	for _, net := range g.Nets {
		for _, seed := range g.Seeds {
			for _, e := range g.Estimators {
				c := base
				c.Net, c.Seed, c.Estimator = net, seed, e
				if err := c.Check(); err != nil {
					return nil, err
				}
				if name := c.Name(); seen[name] {
					return nil, fmt.Errorf("%s is twice in the grid: name every net, estimator and seed once", name)
				}
				seen[c.Name()] = true
				all = append(all, c)
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("the grid is empty: name at least one net, one estimator and one seed")
	}
	return all, nil
}

// Name is the folder of a run within a grid's, such as nonlinear-rloo-k=3-seed1.
func (c *Config) Name() string {
	return fmt.Sprintf("%s-%s-seed%d", c.Net, strings.NewReplacer(":", "-", ",", "-", "/", "-").Replace(c.Estimator), c.Seed)
}
