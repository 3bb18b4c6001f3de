//go:build unix

package main

import "syscall"

// processorSeconds is what the processors have spent on this program, all threads together.
func processorSeconds() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic("getrusage: " + err.Error()) // it has one argument, which is right
	}
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e9
}
