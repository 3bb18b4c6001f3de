//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreSignals lets a write beyond the limit on file sizes fail as others do.
func ignoreSignals() { signal.Ignore(syscall.SIGXFSZ) }
