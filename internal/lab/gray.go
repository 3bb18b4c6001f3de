package lab

import "math/bits"

// gray visits all 2ⁿ settings of n bits in the order of the reflected Gray code, from all 0: each
// visit is told which bit has flipped since the last, −1 at the first.
func gray(n int, visit func(flip int)) {
	visit(-1)
	for i := 1; i < 1<<n; i++ {
		visit(bits.TrailingZeros(uint(i)))
	}
}
