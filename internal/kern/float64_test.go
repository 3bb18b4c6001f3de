//go:build f64

package kern

import "math"

// after is the next number up from x.
func after(x Float) Float { return math.Nextafter(x, math.Inf(1)) }
