package opt

import "gater/mat"

// Forgetful is a rule whose weights miss for good what they sleep through, as in sparse optimisers
// that update what was touched and no more.
type Forgetful struct{ Rule }

func (Forgetful) rest() rest                                              { return moving }
func (Forgetful) note(Now) note                                           { return note{} }
func (Forgetful) idle(_ []Float, _ Moments, _ []Float, _ float64, _ bool) {}

// MaxLog is how many updates a block sleeps through at most.
const MaxLog = maxLog

// Resting is how many parameters were updated in part at the latest step.
func (o *Optimiser) Resting() (n int) {
	for i := range o.vars {
		if o.vars[i].resting {
			n++
		}
	}
	return n
}

// LoseProducts makes a fused optimiser forget what it is given.
func (o *Optimiser) LoseProducts() {
	for i := range o.vars {
		if l := o.vars[i].later; l != nil {
			o.vars[i].Later = lossy{l}
		}
	}
}

type lossy struct{ *later }

func (lossy) Learn(mat.Outer) {}
