package est

import "gater/nn"

// Moving is a running mean and variance of a number a row,
//
//	c ← ρ·c + (1−ρ)·mean x,  v ← ρ·v + (1−ρ)·mean (x−c)²,
//
// starting from the first batch's.
type Moving struct {
	Decay float64 // ρ, the weight on the past; 0 means 0.9
	state []float64
}

func (m *Moving) mean() float64     { return m.at(0) }
func (m *Moving) variance() float64 { return m.at(1) }

func (m *Moving) at(i int) float64 {
	if len(m.state) == 0 {
		return 0
	}
	return m.state[i]
}

// add takes a batch in.
func (m *Moving) add(x []float64) {
	if len(x) == 0 {
		return
	}
	ρ := decay(m.Decay)
	if len(m.state) == 0 {
		m.state, ρ = []float64{0, 0}, 0
	}
	m.state[0] = ρ*m.state[0] + (1-ρ)*mean(x)
	sq := 0.0
	for _, x := range x {
		sq += (x - m.state[0]) * (x - m.state[0])
	}
	m.state[1] = ρ*m.state[1] + (1-ρ)*sq/float64(len(x))
}

// Visit names both.
func (m *Moving) Visit(v *nn.Visitor) {
	if m != nil {
		v.State("mean_variance", &m.state)
	}
}
