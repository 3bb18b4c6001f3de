package nn

// Part is an example that a row of a pass is made of, and its share of the row, from 0 to 1.
type Part struct {
	Example int
	Share   float64
}

// Parts is what row i of so many is made of: an example and a second of share 0, or two examples if
// a layer mixed them (Pass.Mix). The loss of a row is the sum of share·loss over the targets of its
// parts, and a head leaves out those of share 0.
func (p *Pass) Parts(i, rows int) [2]Part {
	if p.Mix == nil {
		return [2]Part{{i, 1}, {i, 0}}
	}
	λ := float64(p.Mix[i])
	return [2]Part{{i, λ}, {(i + 1) % rows, 1 - λ}}
}
