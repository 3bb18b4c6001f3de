package data

import "fmt"

// Len is the number of examples.
func (s *Set) Len() int { return len(s.Labels) }

// Dim is the number of pixels of a picture.
func (s *Set) Dim() int { return s.Height * s.Width }

// Pixels is picture i, Dim bytes, row by row. It is not a copy.
func (s *Set) Pixels(i int) []uint8 {
	if i < 0 || i >= s.Len() {
		panic(fmt.Sprintf("data: %s: no example %d, there are %d", s.Name, i, s.Len()))
	}
	d := s.Dim()
	return s.X[i*d : (i+1)*d : (i+1)*d]
}

// Slice is the set of examples i to j−1, in the same memory.
func (s *Set) Slice(i, j int) *Set {
	if i < 0 || i > j || j > s.Len() {
		panic(fmt.Sprintf("data: %s: no examples %d to %d, there are %d", s.Name, i, j, s.Len()))
	}
	t, d := *s, s.Dim()
	t.X, t.Labels = s.X[i*d:j*d:j*d], s.Labels[i:j:j]
	return &t
}

// Row sets dst, of length Dim, to picture i of s.
//
//	dst[d] = byte[d] / 255
func Row[F Float](dst []F, s *Set, i int) {
	if len(dst) != s.Dim() {
		panic(fmt.Sprintf("data: Row of %s: %d values for a picture of %d pixels", s.Name, len(dst), s.Dim()))
	}
	for d, b := range s.Pixels(i) {
		dst[d] = F(b) / 255
	}
}

// Gather sets dst, len(idx)×Dim row-major, to the pictures idx of s, and labels
// to their classes. It does not allocate.
func Gather[F Float](dst []F, labels []int32, s *Set, idx []int32) {
	shape("Gather", s, len(dst), len(labels), len(idx))
	var value [256]F
	for b := range value {
		value[b] = F(b) / 255
	}
	for r, i := range idx {
		row := dst[r*s.Dim() : (r+1)*s.Dim()]
		for d, b := range s.Pixels(int(i)) {
			row[d] = value[b]
		}
		labels[r] = int32(s.Labels[i])
	}
}

// Range is Gather of the len(labels) examples from number from on.
func Range[F Float](dst []F, labels []int32, s *Set, from int) {
	shape("Range", s, len(dst), len(labels), len(labels))
	for r := range labels {
		Row(dst[r*s.Dim():(r+1)*s.Dim()], s, from+r)
		labels[r] = int32(s.Labels[from+r])
	}
}

func shape(name string, s *Set, values, labels, rows int) {
	if values != rows*s.Dim() || labels != rows {
		panic(fmt.Sprintf("data: %s of %s: %d values and %d labels for %d rows of %d pixels",
			name, s.Name, values, labels, rows, s.Dim()))
	}
}
