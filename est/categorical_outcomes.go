package est

import "fmt"

// Units is the number of groups, Outcomes K.
func (c Categorical) Units(cols int) int {
	if err := c.Check(); err != nil {
		panic(err.Error())
	}
	if n := cols / c.K; n*c.K != cols {
		panic(fmt.Sprintf("est: Categorical: %d columns are no multiple of K = %d: make the layer before %d or %d wide",
			cols, c.K, n*c.K, (n+1)*c.K))
	}
	return cols / c.K
}
func (c Categorical) Outcomes() int { return c.K }

// Set is the k-th column of group u on, the others off.
func (c Categorical) Set(h []Float, u, k int) {
	clear(h[u*c.K : (u+1)*c.K])
	h[u*c.K+k] = 1
}

// Drawn is the column that is on in group u.
func (c Categorical) Drawn(h []Float, u int) int { return on(h[u*c.K : (u+1)*c.K]) }

// At is p in the k-th column of group u.
func (c Categorical) At(p []Float, u, k int) float64 { return float64(p[u*c.K+k]) }

// Slot is that column.
func (c Categorical) Slot(u, k int) (col int, sign Float) { return u*c.K + k, 1 }
