package est

import (
	"gater/mat"
	"gater/nn"
)

// A Baseline is a running number a unit that Reinforce subtracts from the loss. Values are those
// from before the batch at hand, so that they do not depend on its draws.
type Baseline interface {
	Values(units int) []float64
	// Update takes the batch's draws h, their probabilities p and the losses of its rows.
	Update(h, p mat.M, loss []float64)
}

var zeros = make([]float64, 1<<16)

func values(b Baseline, units int) []float64 {
	if b != nil {
		return b.Values(units)
	}
	if units > len(zeros) {
		return make([]float64, units)
	}
	return zeros[:units]
}

// MeanLoss is a moving average of the loss, the same for every unit:
//
//	b ← ρ·b + (1−ρ)·mean L,  starting from the first batch's mean.
type MeanLoss struct {
	Decay float64 // ρ, the weight on the past; 0 means 0.9
	state []float64
	row   []float64
}

// Values is b for every unit; 0 before the first update.
func (m *MeanLoss) Values(units int) []float64 {
	m.row = sized(m.row, units)
	b := 0.0
	if len(m.state) > 0 {
		b = m.state[0]
	}
	for j := range m.row {
		m.row[j] = b
	}
	return m.row
}

// Update moves b towards the batch's mean loss.
func (m *MeanLoss) Update(_, _ mat.M, loss []float64) {
	if len(loss) == 0 {
		return
	}
	if len(m.state) == 0 {
		m.state = []float64{mean(loss)}
		return
	}
	ρ := decay(m.Decay)
	m.state[0] = ρ*m.state[0] + (1-ρ)*mean(loss)
}

// Visit names b.
func (m *MeanLoss) Visit(v *nn.Visitor) { v.State("mean_loss", &m.state) }

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

func sized(s []float64, n int) []float64 {
	if len(s) != n {
		return make([]float64, n)
	}
	return s
}

func decay(ρ float64) float64 {
	if ρ == 0 {
		return 0.9
	}
	return ρ
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v
	}
	return m / float64(len(x))
}
