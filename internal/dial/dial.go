// Package dial runs a gated network at any budget, from a floor to all of it.
//
// A Table is a path of thresholds, from few blocks open to all, with what the network was worth at
// each point of it: error and multiply-adds on validation rows, and time as it was calibrated on
// the machine. A budget is a place on the path.
package dial

import "gater/train"

// Table is a path through the thresholds of a network, from its floor up. It is stored with the model.
type Table struct {
	Points []Point `json:"points"` // multiply-adds rise from point to point
	Rows   int     `json:"rows"`   // validation rows that it was measured on
	Clock  *Clock  `json:"clock,omitempty"`
}

// Point is a setting of the thresholds, and what came of it.
type Point struct {
	Thresholds []float64 `json:"thresholds"` // of the gated layers, from the input on
	Active     []float64 `json:"active"`     // share of each one's blocks that were open
	Macs       float64   `json:"macs"`       // multiply-adds of an example
	Error      float64   `json:"error"`      // share of validation rows that came out wrong
	Loss       float64   `json:"loss"`       // mean loss of a validation row, in nats
	Expected   float64   `json:"expected"`   // Error, made monotone: see Isotonic
}

// Setting is where a budget puts the dial.
type Setting struct {
	Thresholds []float64
	Macs       float64 // multiply-adds expected of an example
	Share      float64 // Macs, of all
	Error      float64 // error expected
	Seconds    float64 // time expected of one example; 0: not calibrated
}

// Apply puts thresholds in place.
func Apply(gates []train.Gate, thresholds []float64) {
	for i, g := range gates {
		g.Units.SetThreshold(thresholds[i])
	}
}

// Floor and Full are the ends of the path.
func (t *Table) Floor() Setting { return t.setting(0, 0) }
func (t *Table) Full() Setting  { return t.setting(len(t.Points)-1, 0) }

// full is the multiply-adds of everything.
func (t *Table) full() float64 { return t.Points[len(t.Points)-1].Macs }
