//go:build race

package sparsity_test

const race = true
