//go:build !race

package kern

const race = false
