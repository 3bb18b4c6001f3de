//go:build race

package gater_test

const race = true
