package est

import "gater/mat"

// neighbours asks f about what is near to a base, by whatever f is best at.
type neighbours struct {
	f    F
	near Nearby // nil: f has none
}

func around(f F, base mat.M) neighbours {
	n, ok := f.(Nearby)
	if ok {
		n.Around(base)
	}
	return neighbours{f, n}
}

// look is f(h) for an h that differs from the base in columns lo to hi−1 alone.
func (n neighbours) look(h mat.M, lo, hi int) []float64 {
	if n.near != nil {
		return n.near.Near(h, lo, hi)
	}
	return n.f.Look(h)
}
