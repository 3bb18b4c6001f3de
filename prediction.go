package gater

import (
	"math"

	"gater/data"
	"gater/mat"
)

// Prediction is what a model says of a row.
type Prediction struct {
	Class  int       // the likeliest class, its number; −1 if the task is another
	Name   string    // its name
	Probs  []float32 // of every class, or of every label by itself
	Number float64   // the number, if that is the task
	Gates  [][]int32 // Options.Gates: which blocks opened, in each gated layer
}

// take makes a prediction of outputs y, in the memory that it has.
//
//	classes   p_j = e^{y_j} / Σ_k e^{y_k}
//	labels    p_j = 1 / (1 + e^{−y_j})
//	number    μ + σ·y, with the target's mean and spread
func (p *Prediction) take(m *Model, y []mat.Float) {
	p.Class, p.Name, p.Number, p.Probs = -1, "", 0, p.Probs[:0]
	switch m.m.Task {
	case data.Number:
		p.Number = float64(y[0])
		if m.m.Prep != nil {
			t := m.m.Prep.Target
			p.Number = t.Mean + t.Std*p.Number
		}
	case data.Labels:
		for _, v := range y {
			p.Probs = append(p.Probs, float32(1/(1+math.Exp(-float64(v)))))
		}
	default:
		best, sum := 0, 0.0
		for j, v := range y {
			if v > y[best] {
				best = j
			}
		}
		for _, v := range y {
			e := math.Exp(float64(v - y[best]))
			sum += e
			p.Probs = append(p.Probs, float32(e))
		}
		for j := range p.Probs {
			p.Probs[j] = float32(float64(p.Probs[j]) / sum)
		}
		p.Class, p.Name = best, m.m.Classes[best]
	}
}

// none is the prediction of a row that could not be read.
func (p *Prediction) none() { *p = Prediction{Class: -1, Probs: p.Probs[:0], Gates: p.Gates[:0]} }
