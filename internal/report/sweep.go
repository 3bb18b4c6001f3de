package report

import "math"

// Sweep is what a sweep of settings came to, for a page.
type Sweep struct {
	Title   string
	Lead    string // what was searched, and how, in sentences
	Command string // that shows it again
	Axes    []SweepAxis
	Points  []SweepPoint // candidates, the best first
	Weights []SweepWeight
	Tests   []float64 // test errors of the chosen candidate, a seed each; none: not opened
	Opened  string    // when
	Tested  string    // the name of that candidate
}

// SweepAxis is a setting that varied.
type SweepAxis struct {
	Name    string
	Choices []string // in their order, of an axis that is no range
	Log     bool
}

// SweepPoint is a candidate. Errors are shares.
type SweepPoint struct {
	Name    string
	State   string // done, stopped, failed, running, paused, waiting
	Reason  string
	Values  []string  // of the axes
	Error   float64   // least validation error, a mean over seeds; NaN: none yet
	Curve   []float64 // validation errors after epochs 1, 2, …, a mean over seeds
	Seeds   int
	Epochs  int
	Seconds float64
	Active  float64
}

// SweepWeight is how much of what differs between candidates goes with a setting.
type SweepWeight struct {
	Name  string
	Share float64 // 0 to 1; NaN: too few candidates to say
	Best  string  // the values that did best
}

// SweepTrial is a line of a sweep's JSON: what happened to a trial.
type SweepTrial struct {
	What       string         `json:"what"` // start, resume, epoch, pause, done, stop, fail
	Trial      int            `json:"trial"`
	Candidate  int            `json:"candidate"`
	Seed       uint64         `json:"seed"`
	Confirm    bool           `json:"confirm,omitempty"`
	Settings   map[string]any `json:"settings"`
	Epoch      int            `json:"epoch"` // epochs done
	Epochs     int            `json:"epochs"`
	ValidError *Num           `json:"valid_error,omitempty"` // of this epoch, or the least so far
	ValidLoss  *Num           `json:"valid_loss,omitempty"`
	TrainLoss  *Num           `json:"train_loss,omitempty"`
	Text       string         `json:"text,omitempty"` // why
}

// SweepEnd is the last line of a sweep's JSON.
type SweepEnd struct {
	Candidate  int            `json:"candidate"`
	Settings   map[string]any `json:"settings"`
	ValidError float64        `json:"valid_error"`
	Trials     int            `json:"trials"`
	Done       int            `json:"done"`
	Stopped    int            `json:"stopped"`
	Failed     int            `json:"failed"`
	TestError  *float64       `json:"test_error,omitempty"` // a mean over seeds
	TestSE     *float64       `json:"test_error_se,omitempty"`
	TestSeeds  int            `json:"test_seeds,omitempty"`
	Opened     string         `json:"opened,omitempty"`
	Run        string         `json:"run"`
	Report     string         `json:"report"`
}

func (SweepTrial) Kind() string { return "sweep_trial" }
func (SweepEnd) Kind() string   { return "sweep_end" }

// MeanSE is the mean of x and its standard error,
//
//	√(Σ(x−mean)²/(n−1)/n);
//
// NaN for fewer than two.
func MeanSE(x []float64) (mean, se float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se / (n - 1) / n)
}
