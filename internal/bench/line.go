package bench

import "fmt"

// Line is one result. Sizes that do not apply are left out; a value that could not be measured is
// null, and Note says why.
type Line struct {
	Metric  string      `json:"metric"`
	What    string      `json:"what,omitempty"` // which part of the metric
	Net     string      `json:"net,omitempty"`
	Batch   int         `json:"batch,omitempty"`
	Active  float64     `json:"active,omitempty"` // share of blocks open
	Value   *float64    `json:"value"`
	Target  float64     `json:"target,omitempty"`
	AtMost  bool        `json:"at_most,omitempty"` // the value is to be at most the target, else at least
	Met     *bool       `json:"met,omitempty"`
	Way     string      `json:"way,omitempty"`  // how the layer behind gates multiplies: blocks, rows or dense
	Own     string      `json:"own,omitempty"`  // which of our ways was measured
	Peer    string      `json:"peer,omitempty"` // what it is compared with
	Spread  *[2]float64 `json:"spread,omitempty"`
	OwnSec  float64     `json:"own_seconds,omitempty"`
	PeerSec float64     `json:"peer_seconds,omitempty"`
	Ceiling float64     `json:"ceiling,omitempty"` // the most the value can be by arithmetic
	Roof    float64     `json:"roof,omitempty"`    // share of the roof that our side reaches
	Peak    float64     `json:"peak_gflops,omitempty"`
	Note    string      `json:"note,omitempty"`
	Quick   bool        `json:"quick,omitempty"` // small nets, few repetitions: a look, not a result
}

// set puts a result into the line and compares it with the target.
func (l Line) set(s Stat) Line {
	l.Value, l.Spread = &s.Median, &[2]float64{s.Min, s.Max}
	if l.Target != 0 {
		met := s.Median >= l.Target
		if l.AtMost {
			met = s.Median <= l.Target
		}
		l.Met = &met
	}
	return l
}

// doubt takes the verdict back where more was taken off the peer's time than is left of it.
func (l Line) doubt(off float64) Line {
	if l.Met != nil && off > l.PeerSec {
		l.Met, l.Note = nil, fmt.Sprintf("no verdict: %.3g µs were taken off for the call, more than is left", 1e6*off)
	}
	return l
}

// missing is the line of something that could not be measured.
func (l Line) missing(why string) Line {
	l.Value, l.Note = nil, "not measured: "+why
	return l
}

// Machine is what the results were measured on, the first line of a run.
type Machine struct {
	Metric    string    `json:"metric"` // "machine"
	Date      string    `json:"date"`
	CPU       string    `json:"cpu"`
	System    string    `json:"system"`
	Kernels   string    `json:"kernels"`
	Threads   int       `json:"threads"`
	Peak      float64   `json:"peak_gflops"`     // of all threads
	PeakOne   float64   `json:"peak_gflops_one"` // of one
	Bandwidth Bandwidth `json:"bandwidth"`
	Peers     []string  `json:"peers"`
	Load      string    `json:"load,omitempty"`
	Quick     bool      `json:"quick,omitempty"`
}
