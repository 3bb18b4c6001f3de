package train

import (
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// Noise is the noise of a network: counter-based streams keyed by (seed, step, row, site, draw),
// so that a draw depends on nothing but its place. It implements nn.Streams and is not safe for
// concurrent use.
type Noise struct {
	Pool *mat.Pool // draws the rows of large matrices side by side; may be nil

	seed      uint64
	step, row uint32
	sites     []*site
}

// NewNoise is the noise of a seed, at step 0.
func NewNoise(seed uint64) *Noise { return &Noise{seed: seed} }

// SetStep goes to the first draws of a step.
func (n *Noise) SetStep(step int) { n.setRows(step, 0) }

// setRows goes to the first draws of a step for a batch whose first row is the given one.
func (n *Noise) setRows(step, row int) {
	n.step, n.row = uint32(step), uint32(row)
	for _, s := range n.sites {
		s.draw = 0
	}
}

// At is the noise of one stochastic layer.
func (n *Noise) At(k int) nn.Noise {
	for len(n.sites) <= k {
		n.sites = append(n.sites, &site{noise: n, at: uint32(len(n.sites))})
	}
	return n.sites[k]
}

// site counts the draws of one layer within a step.
type site struct {
	noise    *Noise
	at, draw uint32

	m    mat.M // being filled
	fill func(row []mat.Float, k rng.Key)
}

// alone is how many draws are not worth a second thread.
const alone = 1 << 12

// Uniform fills m with fresh draws from the open interval (0, 1).
func (s *site) Uniform(m mat.M) { s.draws(m, rng.Uniform[mat.Float]) }

// Normal fills m with fresh draws of mean 0 and variance 1.
func (s *site) Normal(m mat.M) { s.draws(m, rng.Normal[mat.Float]) }

func (s *site) draws(m mat.M, fill func([]mat.Float, rng.Key)) {
	s.m, s.fill = m, fill
	if len(m.Data) < alone {
		s.Part(0, 1)
	} else {
		s.noise.Pool.Run(s)
	}
	s.draw++
	s.m, s.fill = mat.M{}, nil
}

// Part fills the i-th of n parts of the rows.
func (s *site) Part(i, n int) {
	for r := s.m.Rows * i / n; r < s.m.Rows*(i+1)/n; r++ {
		s.fill(s.m.Row(r), rng.Key{Seed: s.noise.seed, Step: s.noise.step,
			Row: s.noise.row + uint32(r), Site: s.at, Draw: s.draw})
	}
}

// Streams that must not meet: the parts of a run each have a seed of their own, made from the
// run's by one step of splitmix64.
const (
	seedInit uint64 = iota + 1
	seedTrain
	seedValid
	seedTest
)

func subSeed(seed, part uint64) uint64 {
	z := seed + part*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// InitNoise is the noise that initial weights are drawn from.
func InitNoise(seed uint64) *Noise { return NewNoise(subSeed(seed, seedInit)) }

// TestNoise is the noise of a test, for networks that are deployed with theirs on.
func TestNoise(seed uint64) *Noise { return NewNoise(subSeed(seed, seedTest)) }
