//go:build !linux

package kern

func adviseHuge([]Float) {}
