//go:build (!amd64 && !arm64) || purego || f64

package kern

// tiers returns the tiers this processor can run, best first: none.
func tiers() []*tier { return nil }
