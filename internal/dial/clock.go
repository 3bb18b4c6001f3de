package dial

import "math"

// Clock predicts the time of one example on the machine it was calibrated on:
//
//	t = a + Σ_l b_l·m_l,
//
// with m_l the multiply-adds of gated layer l: layers are of different shapes, and what they read
// comes from different levels of the memory. All of a and b are 0 or more.
type Clock struct {
	Base    float64   `json:"base"`    // a, seconds
	PerMac  []float64 `json:"per_mac"` // b, seconds, a layer each
	Machine string    `json:"machine"` // where
	Spread  float64   `json:"spread"`  // largest |predicted/measured − 1| over the points of calibration
}

// Seconds is the time that a point of a path is expected to take.
func (c *Clock) Seconds(p *Point) float64 {
	t := c.Base
	for l, m := range p.Layers {
		t += c.PerMac[l] * m
	}
	return t
}

// Calibrate fits a clock to times measured at points of the table, by the squares of t/measured − 1.
// What would come out below 0 is 0.
func Calibrate(points []Point, measured []float64, machine string) *Clock {
	terms := 1 + len(points[0].Layers)
	used := make([]bool, terms)
	for i := range used {
		used[i] = true
	}
	var x []float64
	for {
		x = fit(points, measured, used)
		worst := 0
		for i, v := range x {
			if v < x[worst] {
				worst = i
			}
		}
		if x[worst] >= 0 {
			break
		}
		used[worst] = false
	}
	c := &Clock{Base: x[0], PerMac: x[1:], Machine: machine}
	for i := range points {
		c.Spread = max(c.Spread, math.Abs(c.Seconds(&points[i])/measured[i]-1))
	}
	return c
}

// fit solves the normal equations for the terms that are used; the others are 0.
func fit(points []Point, measured []float64, used []bool) []float64 {
	var at []int
	for i, u := range used {
		if u {
			at = append(at, i)
		}
	}
	n := len(at)
	a := make([][]float64, n) // with the right-hand side as a last column
	for i := range a {
		a[i] = make([]float64, n+1)
	}
	for k := range points {
		row := make([]float64, n)
		for i, j := range at {
			row[i] = 1 / measured[k]
			if j > 0 {
				row[i] *= points[k].Layers[j-1]
			}
		}
		for i, v := range row {
			for j, w := range row {
				a[i][j] += v * w
			}
			a[i][n] += v
		}
	}
	x := make([]float64, len(used))
	for i, v := range solve(a) {
		x[at[i]] = v
	}
	return x
}

// solve is Gauss and Jordan's, with the largest pivot; a column without one has 0.
func solve(a [][]float64) []float64 {
	n := len(a)
	x := make([]float64, n)
	for c := range n {
		p := c
		for r := c; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		a[c], a[p] = a[p], a[c]
		if a[c][c] == 0 {
			continue
		}
		for r := range n {
			if f := a[r][c] / a[c][c]; r != c {
				for j := c; j <= n; j++ {
					a[r][j] -= f * a[c][j]
				}
			}
		}
	}
	for c := range n {
		if a[c][c] != 0 {
			x[c] = a[c][n] / a[c][c]
		}
	}
	return x
}
