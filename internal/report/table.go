package report

// Table is what a run on a table adds to its end: figures of the task side by side with those of other
// networks, as people read them, and how well its confidence is calibrated.
type Table struct {
	Task  string     `json:"task"`
	Names []string   `json:"names"` // of the networks, the run's own first
	Rows  []TableRow `json:"rows"`
	Bins  []Bin      `json:"bins,omitempty"` // of confidence, equal from 0 to 1
}

// TableRow is one figure, a value for each network.
type TableRow struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// Bin is the predictions whose confidence lies in one bin.
type Bin struct {
	Count      int     `json:"count"`
	Confidence float64 `json:"confidence"` // mean
	Accuracy   float64 `json:"accuracy"`
}
