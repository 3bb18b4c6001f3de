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

// doubtful is a task whose truth is an average of draws of its own.
type doubtful interface {
	Doubt() [][]float64 // standard errors of Truth
}

// Settings is what tasks are made from.
type Settings struct {
	T       float64  // target of the quadratic tasks; NaN: the task's own
	Theta   float64  // probability of the units of those tasks; NaN: the task's own
	Seed    uint64   // of weights and data
	Trained *Trained // of task run
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
	{Name: "unit", New: newUnit, Draws: 1 << 18, Copies: 1 << 10,
		Doc: "one Bernoulli unit of probability θ, f = (b − t)²; exact moments"},
	{Name: "toy200", New: newToy, Draws: 1 << 15, Copies: 1 << 7,
		Doc: "200 units, f = Σ (b − t)²/200 (Titsias and Shi, 2022); t = .499, θ = ½"},
	{Name: "shared", New: newShared, Draws: 1 << 18, Copies: 1 << 10,
		Doc: "three units that share one logit, f = Σ (b − p)², p = .6, .51, .48 (Kool et al., 2020)"},
	{Name: "three", New: newThree, Draws: 1 << 18, Copies: 1 << 10,
		Doc: "three units, a loss that is not a sum over units; θ = .574, .250, .690"},
	{Name: "bound", New: newBound, Draws: 1 << 17, Copies: 1 << 9,
		Doc: "three samples of those units and their importance-weighted bound: sbn:baseline=none is VIMCO"},
	{Name: "sbn", New: newSBN, Draws: 1 << 17, Copies: 1 << 9,
		Doc: "a 5-5-5 stochastic binary net (Shekhovtsov et al., 2020): all weights that lead to units"},
	{Name: "vae16", New: newBitsVAE, Draws: 1 << 14, Copies: 1 << 5,
		Doc: "an autoencoder of 16 bits, all 65,536 settings counted: the encoder's outputs"},
	{Name: "vae8x4", New: newCategoricalVAE, Draws: 1 << 14, Copies: 1 << 5,
		Doc: "an autoencoder of 8 one-hot groups of 4, all 65,536 settings counted"},
	{Name: "run", New: newRun, Draws: 1 << 11, Copies: 1 << 4, OfRun: true,
		Doc: "the gates of a trained run (--run RUN) for a batch of its data"},
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
