package est

import (
	"fmt"
	"math"

	"gater/mat"
	"gater/nn"
)

// A Checker is an estimator with settings that can be wrong. Check says what is, and what to do
// about it, in one line; New refuses an estimator that does not pass.
type Checker interface {
	Check() error
}

// Check is what is wrong with the settings of an estimator, if anything.
func Check(e Estimator) error {
	if c, ok := e.(Checker); ok {
		return c.Check()
	}
	return nil
}

// CheckBlackBox is an error if e cannot be trained on a loss that has a value but no derivative.
func CheckBlackBox(e Estimator) error {
	if !e.About().Derivative && e.About().Slopes == nil {
		return nil
	}
	return fmt.Errorf("est: %T reads ∂f/∂h, which a loss that is a black box does not have: "+
		"take an estimator that reads its value alone, such as RLOO or LocalExpectations", e)
}

// dialled are epochs at which a schedule is looked at.
var dialled = []float64{0, 0.5, 1, 10, 100, 1e3, 1e6, 1e9}

// positive is an error if a dial is ever not a number above 0.
func positive(what string, d *nn.Dial, such string) error {
	return bounded(what, d, math.SmallestNonzeroFloat64, "a number above 0 throughout, such as "+such)
}

// bounded is an error if a dial is ever below least, or no finite number.
func bounded(what string, d *nn.Dial, least float64, must string) error {
	if d == nil {
		return nil
	}
	for _, epoch := range dialled {
		if x := d.Schedule.At(epoch); !(x >= least) || math.IsInf(x, 0) {
			return fmt.Errorf("est: %s is %v at epoch %v: it must be %s", what, x, epoch, must)
		}
	}
	return nil
}

// atLeast is an error if a count is too small.
func atLeast(least int, what string, n int, instead string) error {
	if n < least {
		return fmt.Errorf("est: %s is %d: it must be %d or more%s", what, n, least, instead)
	}
	return nil
}

// lost makes the loss of a row NaN if an input of a unit in it is no finite number, or was lost in any
// run of what follows: a unit that takes NaN for "off", or a gradient that is none beside a loss that
// is one, would hide from whoever watches the loss that training went wrong.
func lost(loss []float64, a mat.M, was []bool) {
	for i, bad := range was {
		if bad && i < len(loss) {
			loss[i] = math.NaN()
		}
	}
	if a.Finite() {
		return
	}
	for i := range loss {
		if !a.Slice(i, i+1).Finite() {
			loss[i] = math.NaN()
		}
	}
}

// first is the first of some errors.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// ownInt is n, or the estimator's own number for 0.
func ownInt(n, own int) int {
	if n == 0 {
		return own
	}
	return n
}
