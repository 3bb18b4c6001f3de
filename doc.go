// Package gater is the home of gater: networks with sparse stochastic gates, trained through the
// gates, with shut blocks really skipped. The library is in its subpackages:
//
//   - mat, what a matrix is;
//   - nn, the layer machine: layers as middleware, gated layers, heads;
//   - est, estimators of gradients through stochastic and hard units, one a file;
//   - sparsity, layers that keep gates sparse;
//   - opt, updates from gradients; data, batches; train, the loop.
//
// This package has what a program needs at both ends: Build makes a network of a description, for
// package train to train, and Network.Save keeps it; Load makes a Model of what was kept, which predicts.
//
// The command gater (cmd/gater) trains, evaluates and reports.
package gater
