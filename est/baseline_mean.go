package est

import (
	"gater/mat"
	"gater/nn"
)

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
