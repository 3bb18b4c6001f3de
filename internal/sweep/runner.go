//go:build !js

package sweep

import (
	"context"
	"errors"
)

// Runner trains trials, here or elsewhere. It knows the training and validation sets alone: what
// it reports has no place for a test error. Its methods may be called from several goroutines,
// for different trials.
type Runner interface {
	// Check says what is wrong with a trial's settings, and how many epochs they ask for.
	Check(t Trial) (epochs int, err error)
	// Run trains t until it has done so many epochs, going on from where it was left, and reports
	// each epoch to each before it keeps it: after a crash an epoch may be reported again, with
	// the same numbers. An error of each ends the run and is returned as it is. Run returns true
	// once the trial has nothing left to do. An error that wraps ErrFailed ends the trial, any
	// other the sweep.
	Run(ctx context.Context, t Trial, until int, each func(Epoch) error) (done bool, err error)
	// Drop frees what only a trial that goes on needs; t has ended.
	Drop(t Trial) error
}

// Tester tests a trial that is done on the test set. Only Sweep.OpenTest calls it.
type Tester interface {
	Test(ctx context.Context, t Trial) (Test, error)
}

// ErrFailed is wrapped by errors that end a trial and not the sweep, as when training diverges.
var ErrFailed = errors.New("the trial failed")

// Trial is a candidate with a seed.
type Trial struct {
	ID        int       `json:"trial"` // 1 is the first
	Candidate int       `json:"candidate"`
	Seed      uint64    `json:"seed"`
	Confirm   bool      `json:"confirm,omitempty"` // a further seed of the candidate that was chosen
	Epochs    int       `json:"epochs"`            // that it takes when nothing stops it
	Settings  []Setting `json:"settings"`
}

// Setting is a flag of gater train and its value.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Epoch is what a trial reports after a pass over the training set. Errors and Active are shares,
// losses in nats, Seconds those of training so far.
type Epoch struct {
	Epoch        int     `json:"epoch"` // 1 is the first
	TrainLoss    float64 `json:"train_loss"`
	TrainError   float64 `json:"train_error"`
	ValidError   float64 `json:"valid_error"` // as deployed: what a sweep chooses by
	ValidLoss    float64 `json:"valid_loss"`
	SampledError float64 `json:"valid_error_sampled"` // with the noise of training on
	Active       float64 `json:"active"`              // share of blocks open on the validation set, as deployed
	Seconds      float64 `json:"seconds"`
}

// Test is what a trial came to on the test set.
type Test struct {
	Trial  int     `json:"trial"`
	Seed   uint64  `json:"seed"`
	Error  float64 `json:"test_error"`
	Loss   float64 `json:"test_loss"`
	Active float64 `json:"active"`
	Macs   float64 `json:"macs"` // multiply-adds an example
}
