//go:build !unix

package main

import "time"

var began = time.Now()

// processorSeconds is the clock on the wall, where what a program takes of the processors is not told.
func processorSeconds() float64 { return time.Since(began).Seconds() }
