// Package vae is the field's benchmark of gradient estimators: a variational autoencoder with a
// layer of Bernoulli units, trained on pictures whose pixels are drawn anew at every step
// (the protocol of Dong et al., 2020, arXiv 2006.10680, as of Titsias and Shi, 2022, and Shi et
// al., 2022). Everything that is random is a function of the seed and the step, so that a run
// which is stopped goes on to the same bits, for any number of threads.
package vae

import (
	"gater/est"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// Float is mat.Float.
type Float = mat.Float

// Model is an autoencoder: encoder → units → decoder → loss.
type Model struct {
	Encoder nn.Seq
	Latents *Latents
	Decoder nn.Seq
	Net     nn.Seq // all of it
}

// hidden is the width of the layers between.
const hidden = 200

// Build makes the model of some settings, with weights drawn from the seed: Glorot's uniform, and
// biases of 0.
func Build(c *Config) (*Model, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	s, err := catalog.ParseSpec(c.Estimator)
	if err != nil {
		return nil, err
	}
	m := &Model{Latents: newLatents(est.New(s.New()), c.Latent, c.exactKL(s))}
	in, out := []int{c.Inputs, c.Latent}, []int{c.Latent, c.Inputs}
	if c.Net == "nonlinear" {
		in, out = []int{c.Inputs, hidden, hidden, c.Latent}, []int{c.Latent, hidden, hidden, c.Inputs}
	}
	noise := train.InitNoise(c.Seed)
	site := 0
	stack := func(sizes []int) (s nn.Seq) {
		for i, n := range sizes[1:] {
			if i > 0 {
				s = append(s, &LeakyRelu{Slope: 0.3})
			}
			l := nn.NewLinear(sizes[i], n)
			nn.Glorot(l.W.Val, sizes[i], n, 1, noise.At(site))
			site++
			s = append(s, l)
		}
		return s
	}
	m.Encoder, m.Decoder = stack(in), stack(out)
	m.Net = nn.Seq{m.Encoder, m.Latents, m.Decoder}
	return m, nil
}
