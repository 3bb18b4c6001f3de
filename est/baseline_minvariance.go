package est

import (
	"gater/mat"
	"gater/nn"
)

// MinVariance is the paper's baseline of least variance, one a unit (Bengio et al., 2013,
// corollary 1, eq. 10), each expectation a moving average of batch means:
//
//	b_j = E[(h_j−p_j)²·L] / E[(h_j−p_j)²].
//
// Both averages start at 10⁻⁶, as in the paper's released code, so that b_j starts at 1.
type MinVariance struct {
	Decay    float64 // the weight on the past; 0 means 0.9
	num, den []float64
	row      []float64
}

// Values is the ratio of the two averages, unit by unit.
func (m *MinVariance) Values(units int) []float64 {
	m.row = sized(m.row, units)
	m.start(units)
	for j := range m.row {
		m.row[j] = m.num[j] / m.den[j]
	}
	return m.row
}

// Update moves both averages towards the batch's means of (h−p)²·L and (h−p)².
func (m *MinVariance) Update(h, p mat.M, loss []float64) {
	m.start(h.Cols)
	ρ := decay(m.Decay)
	w := (1 - ρ) / float64(h.Rows)
	for j := range m.num {
		m.num[j] *= ρ
		m.den[j] *= ρ
	}
	for i, l := range loss {
		h, p := h.Row(i), p.Row(i)
		for j := range m.num {
			d := float64(h[j] - p[j])
			m.num[j] += w * d * d * l
			m.den[j] += w * d * d
		}
	}
}

func (m *MinVariance) start(units int) {
	if len(m.num) == units {
		return
	}
	m.num, m.den = make([]float64, units), make([]float64, units)
	for j := range m.num {
		m.num[j], m.den[j] = 1e-6, 1e-6
	}
}

// Visit names the two averages.
func (m *MinVariance) Visit(v *nn.Visitor) {
	v.State("weighted_loss", &m.num)
	v.State("weight", &m.den)
}
