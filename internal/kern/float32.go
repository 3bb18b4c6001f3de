//go:build !f64

package kern

// Float is the element type of every matrix: float32, or float64 under the
// build tag f64.
type Float = float32
