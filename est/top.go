package est

import "math"

// top is 1 for the k largest of x, of equals the first, and 0 for the others; h may be x.
func top(h, x []Float, k int) {
	chosen := Float(math.Inf(1))
	copy(h, x)
	for range min(k, len(h)) {
		best := 0
		for j, v := range h {
			if h[best] == chosen || v != chosen && v > h[best] {
				best = j
			}
		}
		h[best] = chosen
	}
	for j, v := range h {
		h[j] = step(v == chosen)
	}
}
