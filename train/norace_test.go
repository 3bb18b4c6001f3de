//go:build !race

package train_test

const race = false
