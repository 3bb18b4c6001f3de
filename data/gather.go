package data

import "fmt"

// Row sets dst, of length Dim, to the features of example i of s.
//
//	dst[d] = byte[d] / 255,  or the number
func Row[F Float](dst []F, s *Set, i int) {
	if len(dst) != s.Dim() {
		panic(fmt.Sprintf("data: Row of %s: %d values for a picture of %d pixels", s.Name, len(dst), s.Dim()))
	}
	s.check(i)
	if s.V != nil {
		copyFloats(dst, s.V[i*len(dst):])
		return
	}
	for d, b := range s.Pixels(i) {
		dst[d] = F(b) / 255
	}
}

func copyFloats[F Float](dst []F, src []float32) {
	for j := range dst {
		dst[j] = F(src[j])
	}
}

// Gather sets dst, len(idx)×Dim row-major, to the features of the examples idx of s, and labels,
// unless s has none, to their classes. It does not allocate.
func Gather[F Float](dst []F, labels []int32, s *Set, idx []int32) {
	shape("Gather", s, len(dst), len(labels), len(idx))
	if s.V != nil {
		for r, i := range idx {
			Row(dst[r*s.Dim():(r+1)*s.Dim()], s, int(i))
		}
	} else {
		pixels(dst, s, idx)
	}
	if s.Labels != nil {
		for r, i := range idx {
			labels[r] = s.Labels[i]
		}
	}
}

func pixels[F Float](dst []F, s *Set, idx []int32) {
	var value [256]F
	for b := range value {
		value[b] = F(b) / 255
	}
	for r, i := range idx {
		row := dst[r*s.Dim() : (r+1)*s.Dim()]
		for d, b := range s.Pixels(int(i)) {
			row[d] = value[b]
		}
	}
}

// Range is Gather of the len(labels) examples from number from on.
func Range[F Float](dst []F, labels []int32, s *Set, from int) {
	shape("Range", s, len(dst), len(labels), len(labels))
	for r := range labels {
		Row(dst[r*s.Dim():(r+1)*s.Dim()], s, from+r)
		if s.Labels != nil {
			labels[r] = s.Labels[from+r]
		}
	}
}

func shape(name string, s *Set, values, labels, rows int) {
	if values != rows*s.Dim() || labels != rows {
		panic(fmt.Sprintf("data: %s of %s: %d values and %d labels for %d rows of %d pixels",
			name, s.Name, values, labels, rows, s.Dim()))
	}
}
