//go:build race

package kern

// The race detector makes sync.Pool forget at random, so that allocations
// cannot be counted.
const race = true
