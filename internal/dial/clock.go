package dial

import (
	"math"
	"sort"
)

// Clock predicts the time of one example on the machine it was calibrated on. Along the path of a dial
// time goes with the multiply-adds, but not in one straight line: what few blocks read stays in a near
// cache, what many read comes from further away. So it goes through times measured at some points of
// the path, in straight lines from one to the next.
type Clock struct {
	Macs    []float64 `json:"macs"`    // of the points, rising
	Times   []float64 `json:"seconds"` // measured there, made monotone
	Machine string    `json:"machine"` // where
	Spread  float64   `json:"spread"`  // largest |predicted/measured − 1| of a point by its neighbours alone
}

// Seconds is the time that a point of the path is expected to take.
func (c *Clock) Seconds(p *Point) float64 { return along(c.Macs, c.Times, p.Macs) }

// along is y at a place on the line through (x_i, y_i), which goes on straight at its ends.
func along(x, y []float64, at float64) float64 {
	if len(x) == 1 {
		return y[0]
	}
	i := min(max(sort.SearchFloat64s(x, at), 1), len(x)-1)
	w := (at - x[i-1]) / (x[i] - x[i-1])
	return y[i-1] + w*(y[i]-y[i-1])
}

// Calibrate makes a clock of times measured at points of a table, whose multiply-adds rise. What an
// interruption put out of order is pooled: more work takes no less time.
func Calibrate(points []Point, measured []float64, machine string) *Clock {
	c := &Clock{Machine: machine}
	falling := make([]float64, len(measured))
	for i, p := range points {
		c.Macs = append(c.Macs, p.Macs)
		falling[i] = -measured[i]
	}
	for _, t := range Isotonic(falling) {
		c.Times = append(c.Times, -t)
	}
	for i := 1; i < len(points)-1; i++ {
		t := along([]float64{c.Macs[i-1], c.Macs[i+1]}, []float64{measured[i-1], measured[i+1]}, c.Macs[i])
		c.Spread = max(c.Spread, math.Abs(t/measured[i]-1))
	}
	return c
}
