package bench

import (
	"math"

	"gater/est"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// forced switches the gates of one layer: as the noise of its units when they are drawn, as
// their mode when the network is used. What the units would compute is computed, and then
// overruled.
type forced struct {
	real     nn.Noise
	patterns []mat.M // rows×blocks of 0 and 1
	now      int
}

// turn goes to pattern k.
func (f *forced) turn(k int) { f.now = k % len(f.patterns) }

// Uniform draws m, and makes it 0 or 1 as the pattern has the gate open or shut.
func (f *forced) Uniform(m mat.M) {
	f.real.Uniform(m)
	for i, on := range f.patterns[f.now].Data {
		m.Data[i] = [2]mat.Float{1, 1e-20}[int(on)] // above any probability, or below
	}
}

// Normal is the real noise.
func (f *forced) Normal(m mat.M) { f.real.Normal(m) }

// Use is the threshold of a deployed network, overruled.
func (f *forced) Use(h mat.M, law est.Law, s *est.Site) {
	est.Threshold{Theta: 0.5}.Use(h, law, s)
	copy(h.Data, f.patterns[f.now].Data)
}

func (f *forced) String() string { return "forced" }

// streams gives each site its switch.
type streams []*forced

func (s streams) At(k int) nn.Noise { return s[k] }

// Rates is the probability that each block is open.
type Rates []float64

// Even is the same rate for all blocks.
func Even(blocks int, p float64) Rates {
	r := make(Rates, blocks)
	for k := range r {
		r[k] = p
	}
	return r
}

// Zipf is rates as 1/k, k = 1, 2, …, none above 1, with mean p:
//
//	p_k = min(1, c/k),  Σ p_k = p·blocks.
func Zipf(blocks int, p float64) Rates {
	r := make(Rates, blocks)
	lo, hi := 0.0, float64(blocks*blocks)
	for range 100 {
		c, sum := (lo+hi)/2, 0.0
		for k := range r {
			r[k] = math.Min(1, c/float64(k+1))
			sum += r[k]
		}
		if sum < p*float64(blocks) {
			lo = c
		} else {
			hi = c
		}
	}
	return r
}

// subset is one pattern of the same number of open blocks in every row, any k alike.
func subset(rows, blocks, k int, seed uint64) mat.M {
	m := mat.New(rows, blocks)
	u := make([]float64, blocks)
	perm := make([]int, blocks)
	for r := range rows {
		rng.Uniform(u, rng.Key{Seed: seed, Row: uint32(r)})
		for i := range perm {
			perm[i] = i
		}
		for i := range k { // the beginning of a shuffle
			j := i + int(u[i]*float64(blocks-i))
			perm[i], perm[j] = perm[j], perm[i]
			m.Row(r)[perm[i]] = 1
		}
	}
	return m
}

// draw makes n patterns of independent gates with these rates, from a seed.
func (r Rates) draw(n, rows int, seed uint64) []mat.M {
	ring := make([]mat.M, n)
	u := make([]mat.Float, len(r))
	for i := range ring {
		ring[i] = mat.New(rows, len(r))
		for row := range rows {
			rng.Uniform(u, rng.Key{Seed: seed, Step: uint32(i), Row: uint32(row)})
			for k, p := range r {
				if float64(u[k]) < p {
					ring[i].Row(row)[k] = 1
				}
			}
		}
	}
	return ring
}

// uniform fills m with draws of U(0, 1), the same for a seed.
func uniform(m mat.M, seed uint64) {
	for r := range m.Rows {
		rng.Uniform(m.Row(r), rng.Key{Seed: seed, Row: uint32(r)})
	}
}
