//go:build !race

package nntest

// Race reports whether the race detector is on: then memory pools forget on purpose, and counts
// of allocations mean nothing.
const Race = false
