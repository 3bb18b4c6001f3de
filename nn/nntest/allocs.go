package nntest

import (
	"runtime/debug"
	"testing"
)

// Allocs is testing.AllocsPerRun of ten runs, the garbage collector held off meanwhile: it empties
// the pools that steady state lives on.
func Allocs(f func()) float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	return testing.AllocsPerRun(10, f)
}
