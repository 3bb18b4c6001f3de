package opt

import "gater/internal/kern"

// rest is what a rule does to a weight whose gradient is 0.
type rest uint8

const (
	restless rest = iota // something that cannot be made up for
	inert                // nothing
	still                // the weight stays, its moments change
	moving               // the weight moves
)

// idler is a rule whose updates without a gradient can be done later, many at once.
type idler interface {
	rest() rest
	// note is what has to be known of an update later.
	note(now Now) note
	// idle does to w and m, which were left alone, what Update would have done with gradients of 0
	// at the updates whose notes are in missed. factor and bias are the parameter's.
	idle(w []Float, m Moments, missed []Float, factor float64, bias bool)
}

// A note is three numbers, so that a log of them is a matrix.
type note [notes]Float

const notes = 3

func (r SGD) rest() rest {
	if r.Momentum == nil {
		return inert
	}
	return moving
}

// Only s goes on.
func (r RMSprop) rest() rest { return still }

// Adam's sums over missed updates (adamidle.go) converge with room to spare if β₁ < β₂².
func (r Adam) rest() rest {
	if b1, b2 := r.betas(); b1 >= b2*b2 {
		return restless
	}
	return moving
}

func (r SGD) note(now Now) note {
	if r.Momentum == nil {
		return note{}
	}
	return note{Float(r.Momentum.At(now.Epoch))}
}

// idle is, for the momenta μ₁ … μ_k that were missed,
//
//	w ← w + v·Σ_i μ₁⋯μ_i,  v ← v·μ₁⋯μ_k.
func (r SGD) idle(w []Float, m Moments, missed []Float, _ float64, _ bool) {
	if r.Momentum == nil {
		return
	}
	sum, product := 0.0, 1.0
	for ; len(missed) > 0; missed = missed[notes:] {
		product *= float64(missed[0])
		sum += product
	}
	kern.Axpy(w, Float(sum), m[0])
	kern.Scale(m[0], Float(product))
}

func (r RMSprop) note(Now) note { return note{} }

// idle is s ← ρᵏ·s.
func (r RMSprop) idle(_ []Float, m Moments, missed []Float, _ float64, _ bool) {
	rho, product := float64(r.rho()), 1.0
	for range len(missed) / notes {
		product *= rho
	}
	kern.Scale(m[0], Float(product))
}
