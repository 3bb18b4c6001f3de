// Package lab measures gradient estimators against the exact gradient: bias, variance, mean
// squared error, signal to noise, cosine, runs of the rest of the network, and time.
//
// A task is a small network whose exact gradient is known. Where all of an estimator's noise can
// be enumerated or integrated its mean and variance are exact; elsewhere they are averages over
// draws, with standard errors. All estimators see the same noise streams, and a result is a
// function of the seed, whatever the number of threads; times alone differ from run to run.
package lab

import "gater/mat"

// Float is mat.Float.
type Float = mat.Float

// single is whether Float is float32.
const single = Float(1)+0x1p-30 == 1
