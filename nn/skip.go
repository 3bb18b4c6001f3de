package nn

import "fmt"

// Skip is what a gate's estimator lets a network leave out in training. When a network is used
// (Depth Use) a gate of zero is always skipped.
type Skip uint8

const (
	// SkipNothing: the gates are never shut in training.
	SkipNothing Skip = iota
	// SkipForward: gates shut, but the gradient of a shut gate needs the value of its block, so
	// only passes that go forwards alone can skip.
	SkipForward
	// SkipAll: a shut block is needed neither forwards nor backwards.
	SkipAll
)

func (s Skip) String() string {
	return [...]string{"nothing", "forward only", "everything"}[s]
}

// Skipper is a layer that knows what may be skipped behind it.
type Skipper interface {
	Skips() Skip
}

// SkipOf is what the last Skipper in a gater allows; a gater without one draws no gates and
// allows nothing.
func SkipOf(gate Layer) Skip {
	best := SkipNothing
	if s, ok := gate.(Skipper); ok {
		best = s.Skips()
	}
	for _, l := range Layers(gate) {
		if s, ok := l.(Skipper); ok {
			best = s.Skips()
		}
	}
	return best
}

// Allow sets what l skips in training to want, or says why its gater cannot have it.
func (l *Gated) Allow(want Skip) error {
	if can := SkipOf(l.Gate); want > can {
		return fmt.Errorf("the gater's units let a network skip %s in training, not %s", can, want)
	}
	l.Skip = want
	return nil
}
