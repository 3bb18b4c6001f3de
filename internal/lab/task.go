package lab

import (
	"fmt"

	"gater/est"
)

// A Task is a problem whose gradient is known.
type Task interface {
	// Truth is the exact gradient of every example.
	Truth() [][]float64
	// Groups are stretches of the coordinates to report on their own; nil: none.
	Groups() []Group
	// Rig is the task with estimators in it: a batch is so many copies of every example.
	Rig(make func() est.Estimator, copies int) *Rig
	// Units is the number of columns of units in the widest layer.
	Units() int
	// Group is how many columns a unit has: 1 for bits.
	Group() int
}

// Settings is what tasks are made from.
type Settings struct {
	T     float64 // target of the quadratic tasks; NaN: the task's own
	Theta float64 // probability of the units of those tasks; NaN: the task's own
	Seed  uint64  // of weights and data
	Run   string  // folder of a trained run
}

// Kind is an entry in the list of tasks.
type Kind struct {
	Name, Doc string
	New       func(s Settings) (Task, error)
	Draws     int  // of a gradient, unless the user says otherwise
	Copies    int  // of every example in a batch
	OfRun     bool // it needs the folder of a trained run
}

// Kinds is the list of tasks, in the order in which people read it.
var Kinds = []Kind{
	{"unit", "one Bernoulli unit of probability θ, f = (b − t)²; exact moments", newUnit, 1 << 18, 1 << 10, false},
	{"toy200", "200 units, f = Σ (b − t)²/200 (Titsias and Shi, 2022); t = .499, θ = ½", newToy, 1 << 15, 1 << 7, false},
	{"shared", "three units that share one logit, f = Σ (b − p)², p = .6, .51, .48 (Kool et al., 2020)", newShared, 1 << 18, 1 << 10, false},
	{"three", "three units, a loss that is not a sum over units; θ = .574, .250, .690", newThree, 1 << 18, 1 << 10, false},
	{"sbn", "a 5-5-5 stochastic binary net (Shekhovtsov et al., 2020): gradients of all weights before units", newSBN, 1 << 17, 1 << 9, false},
}

// FindKind is the task of a name.
func FindKind(name string) (*Kind, error) {
	var names []string
	for i := range Kinds {
		if Kinds[i].Name == name {
			return &Kinds[i], nil
		}
		names = append(names, Kinds[i].Name)
	}
	return nil, fmt.Errorf("unknown task %q%s: gater lab list shows all", name, didYouMean(name, names))
}
