package vae

import (
	"fmt"
	"math"

	"gater/internal/catalog"
	"gater/internal/lab"
)

// Config is every setting of a run. It is saved with the run, and with the data it determines the
// result.
type Config struct {
	Kind       string  `json:"kind"` // "vae"
	Net        string  `json:"net"`  // linear or nonlinear
	Estimator  string  `json:"estimator"`
	Latent     int     `json:"latent"`
	Steps      int     `json:"steps"`
	Batch      int     `json:"batch"`
	Rate       float64 `json:"rate"`        // of Adam
	PriorRate  float64 `json:"prior_rate"`  // of the prior's logits; 0: they stay at 0
	KL         string  `json:"kl"`          // sampled, exact, or auto: exact where units are relaxed
	Samples    int     `json:"samples"`     // of the bounds at the end
	Every      int     `json:"every"`       // steps between records
	CheckEvery int     `json:"check_every"` // records between checks on whole sets
	Seed       uint64  `json:"seed"`
	Data       string  `json:"data"`
	DataSum    string  `json:"data_sum"`
	Inputs     int     `json:"inputs"`
}

// Default is the protocol's settings, for fewer steps than its million.
func Default() Config {
	return Config{Kind: "vae", Net: "linear", Estimator: "disarm", Latent: 200, Steps: 50000, Batch: 100, Rate: 1e-3,
		KL: "auto", Samples: 100, Every: 500, CheckEvery: 10, Seed: 1, Data: "mnist"}
}

// Check says what is wrong with the settings, if anything.
func (c *Config) Check() error {
	for _, w := range []struct {
		name, v string
		of      []string
	}{{"net", c.Net, []string{"linear", "nonlinear"}}, {"kl", c.KL, []string{"auto", "sampled", "exact"}}} {
		ok := false
		for _, s := range w.of {
			ok = ok || s == w.v
		}
		if !ok {
			return fmt.Errorf("unknown %s %q: choose one of %v", w.name, w.v, w.of)
		}
	}
	for _, n := range []struct {
		name   string
		v      float64
		lo, hi float64
		what   string
	}{
		{"latent", float64(c.Latent), 1, 1 << 14, "a number of units, such as 200"},
		{"steps", float64(c.Steps), 1, 1 << 30, "a number of steps, such as 50000"},
		{"batch", float64(c.Batch), 1, 1 << 14, "a number of pictures, such as 100"},
		{"rate", c.Rate, math.SmallestNonzeroFloat64, 1e3, "a learning rate above 0, such as 0.001"},
		{"prior-rate", c.PriorRate, 0, 1e3, "a learning rate, or 0 to leave the prior alone"},
		{"samples", float64(c.Samples), 1, 1 << 16, "a number of draws, such as 100"},
		{"every", float64(c.Every), 1, 1 << 30, "a number of steps, such as 500"},
		{"check-every", float64(c.CheckEvery), 1, 1 << 30, "a number of records, such as 10"},
		{"inputs", float64(c.Inputs), 1, 1 << 20, "a number of pixels"},
	} {
		if !(n.v >= n.lo && n.v <= n.hi) {
			return fmt.Errorf("%s is %v: it must be %s", n.name, n.v, n.what)
		}
	}
	s, err := lab.Parse(c.Estimator)
	if err != nil {
		return err
	}
	if err := lab.FitsBits(s); err != nil {
		return err
	}
	if n := s.New().About().Runs(c.Latent); n > 1<<12 {
		return fmt.Errorf("%s runs the decoder %d times a step for %d units: take fewer units or another estimator", c.Estimator, n, c.Latent)
	}
	return nil
}

// exactKL is whether the divergence is taken in closed form.
func (c *Config) exactKL(s *catalog.Spec) bool {
	if c.KL == "auto" {
		return !lab.Hard(s.New())
	}
	return c.KL == "exact"
}
