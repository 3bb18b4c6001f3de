//go:build !js

package sweep

import "strings"

// Short is settings in a line, "rate=0.1 gate=st"; only those of axes, unless axes is nil.
func Short(settings []Setting, axes []Axis) string {
	var b strings.Builder
	for _, x := range settings {
		if axes != nil && !hasAxis(axes, x.Name) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(x.Name + "=" + x.Value)
	}
	return b.String()
}

func hasAxis(axes []Axis, name string) bool {
	for _, a := range axes {
		if a.Name == name {
			return true
		}
	}
	return false
}
