package table

import "slices"

// sketch is the least hashes that were added, at most sketchSize: of n distinct values that are
// spread evenly over 2⁶⁴, the k-th least is near k/n of the way (Bar-Yossef et al., 2002).
type sketch struct{ least []uint64 }

const sketchSize = 256

func (s *sketch) add(x uint64) {
	n := len(s.least)
	if n == sketchSize && x >= s.least[n-1] {
		return
	}
	i, found := slices.BinarySearch(s.least, x)
	if found {
		return
	}
	if n == sketchSize {
		s.least = s.least[:n-1]
	}
	s.least = slices.Insert(s.least, i, x)
}

// count estimates the number of distinct values, to 6 % or so; few are counted exactly.
func (s *sketch) count() float64 {
	k := len(s.least)
	if k < sketchSize {
		return float64(k)
	}
	return float64(k-1) / (float64(s.least[k-1]) * 0x1p-64)
}

// Unique estimates the share of a column's cells that are the first of their value: near 1 in a
// column of ids.
func (c *Column) Unique() float64 {
	if c.Count == 0 {
		return 0
	}
	n := float64(c.Distinct)
	if c.More {
		n = c.sketch.count()
	}
	return min(1, n/float64(c.Count))
}
