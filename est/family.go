package est

import "gater/mat"

// A Family is the distribution of discrete units: Bernoulli bits, or one-hot groups. An estimator
// that is written in its terms, on an embedded Discrete, serves all of them with one formula,
// since their scores and derivatives are the same in matrix form,
//
//	∂log P(h)/∂a = h − p,  ∂E[h]/∂a = J(p),
//
// with p the mean of h and J(p) = diag(p(1−p)) for bits, diag(p) − p·pᵀ in each one-hot group.
type Family interface {
	Law
	Chooser
	Counted
	Relaxation
	// Prob is p = P(h_j = 1 | a), column by column, computed once a pass. It is read-only.
	Prob(s *Site) mat.M
	// Pull is g += c·J(p)·v. J is symmetric, so this goes forwards as well as back.
	Pull(g mat.M, c Float, v, p mat.M)
	// Check is what is wrong with the family's settings, if anything.
	Check() error
}

// Counted is a family unit by unit: a row of so many columns holds Units of them, each with the
// same number of outcomes.
type Counted interface {
	Units(cols int) int
	Outcomes() int
	// Set makes unit u of the row h come out as its k-th outcome.
	Set(h []Float, u, k int)
	// Drawn is the outcome of unit u in the row h.
	Drawn(h []Float, u int) int
	// At is P(outcome k) of unit u, from the row p of Prob.
	At(p []Float, u, k int) float64
	// Slot is the column that stands for outcome k of unit u, and with which sign: with
	// v = Σ_k sign_k·f_k in those columns, J(p)·v is the gradient of Σ_k P(k)·f_k.
	Slot(u, k int) (col int, sign Float)
}

// A Chooser turns scores into the ones and zeros of units that are deployed at a threshold. Laws
// without this method switch a unit on when its score is above θ.
type Chooser interface {
	Choose(h mat.M, θ float64)
}

// A Coupled law has units that are not independent: of ∂E[h]/∂a Mean gives the diagonal, and
// Back the rest.
type Coupled interface {
	// Back is g += (∂m/∂a)ᵀ·v at the mean m.
	Back(g, v, m mat.M, s *Site)
}

// Discrete is the law of a family, to embed in an estimator.
type Discrete struct {
	Of Family // nil: Bernoulli
}

// OneHot is the law of one-hot groups of k columns.
func OneHot(k int) Discrete { return Discrete{Of: Categorical{K: k}} }

func (d Discrete) family() Family {
	if d.Of == nil {
		return Bernoulli{}
	}
	return d.Of
}

// Sample, Mean, Back, Score, On, Choose and Check are the family's.
func (d Discrete) Sample(h mat.M, s *Site)     { d.family().Sample(h, s) }
func (d Discrete) Mean(m, dm mat.M, s *Site)   { d.family().Mean(m, dm, s) }
func (d Discrete) Back(g, v, m mat.M, _ *Site) { d.family().Pull(g, 1, v, m) }
func (d Discrete) Score(score mat.M, s *Site)  { d.family().Score(score, s) }
func (d Discrete) On(h mat.M, s *Site)         { d.family().On(h, s) }
func (d Discrete) Choose(h mat.M, θ float64)   { d.family().Choose(h, θ) }
func (d Discrete) Check() error                { return d.family().Check() }
