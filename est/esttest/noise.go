package esttest

import (
	"fmt"

	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// Streams is noise out of a seed: site by site, call by call and row by row its own stream.
type Streams struct {
	seed  uint64
	step  uint32
	sites []*stream
}

// Noise is the noise of a seed, at step 0.
func Noise(seed uint64) *Streams { return &Streams{seed: seed} }

// Step starts the draws of another pass.
func (s *Streams) Step(step int) *Streams {
	s.step = uint32(step)
	for _, t := range s.sites {
		t.draw = 0
	}
	return s
}

// At is the stream of a site; asked again, it goes on where it was.
func (s *Streams) At(site int) nn.Noise {
	for len(s.sites) <= site {
		s.sites = append(s.sites, &stream{s: s, site: uint32(len(s.sites))})
	}
	return s.sites[site]
}

type stream struct {
	s          *Streams
	site, draw uint32
}

func (t *stream) fill(m mat.M, f func([]mat.Float, rng.Key)) {
	for i := range m.Rows {
		f(m.Row(i), rng.Key{Seed: t.s.seed, Step: t.s.step, Row: uint32(i), Site: t.site, Draw: t.draw})
	}
	t.draw++
}

func (t *stream) Uniform(m mat.M) { t.fill(m, rng.Uniform[mat.Float]) }
func (t *stream) Normal(m mat.M)  { t.fill(m, rng.Normal[mat.Float]) }

// Script is noise that is written down: a list of numbers for each site, taken in order as
// matrices are filled row by row, whether uniform or normal.
type Script [][]float64

// At is the rest of the site's list.
func (s Script) At(site int) nn.Noise {
	if site >= len(s) {
		panic(fmt.Sprintf("esttest: Script of %d sites is asked for site %d", len(s), site))
	}
	return line{&s[site], site}
}

type line struct {
	left *[]float64
	site int
}

func (l line) Uniform(m mat.M) {
	if len(*l.left) < len(m.Data) {
		panic(fmt.Sprintf("esttest: Script has %d numbers left at site %d, %s are wanted", len(*l.left), l.site, m.Shape()))
	}
	for i := range m.Data {
		m.Data[i] = mat.Float((*l.left)[i])
	}
	*l.left = (*l.left)[len(m.Data):]
}

func (l line) Normal(m mat.M) { l.Uniform(m) }

// Count is noise that counts how often each site is asked for a matrix, by calls to Noise.
type Count struct {
	Noise nn.Streams
	Calls []int
}

// At is the noise of the site, counted.
func (c *Count) At(site int) nn.Noise {
	for len(c.Calls) <= site {
		c.Calls = append(c.Calls, 0)
	}
	return counted{c.Noise.At(site), &c.Calls[site]}
}

type counted struct {
	noise nn.Noise
	n     *int
}

func (c counted) Uniform(m mat.M) { *c.n++; c.noise.Uniform(m) }
func (c counted) Normal(m mat.M)  { *c.n++; c.noise.Normal(m) }
