package data

import "fmt"

// Set is a set of examples in memory. Its features are bytes (X, of pictures) or numbers (V, of
// tables); its targets are class numbers (Labels) or numbers (Y: several yes or no as 1 or 0, or a
// quantity).
type Set struct {
	Name          string
	Task          Task
	Height, Width int       // of a picture, in pixels; a row of a table is 1×Width
	X             []uint8   // Len×Dim, row-major; a pixel's value is its byte / 255
	V             []float32 // Len×Dim, row-major, in X's place
	Labels        []int32   // Len class numbers, each below len(Classes)
	Classes       []string  // the names of the classes, or of Y's columns
	Y             []float32 // Len×Outputs, row-major, in Labels' place
	Outputs       int       // columns of Y; 0 with Labels
	Weights       []float32 // Len: what a row's loss counts; nil: 1
}

// Len is the number of examples.
func (s *Set) Len() int {
	switch {
	case s.Outputs > 0:
		return len(s.Y) / s.Outputs
	case s.Labels == nil && s.Dim() > 0:
		return max(len(s.X), len(s.V)) / s.Dim()
	}
	return len(s.Labels)
}

// Dim is the number of features: of a picture, its pixels.
func (s *Set) Dim() int { return s.Height * s.Width }

// Pixels is picture i, Dim bytes, row by row. It is not a copy, and empty in a table.
func (s *Set) Pixels(i int) []uint8 {
	s.check(i)
	if s.V != nil {
		return nil
	}
	d := s.Dim()
	return s.X[i*d : (i+1)*d : (i+1)*d]
}

func (s *Set) check(i int) {
	if i < 0 || i >= s.Len() {
		panic(fmt.Sprintf("data: %s: no example %d, there are %d", s.Name, i, s.Len()))
	}
}

// Slice is the set of examples i to j−1, in the same memory.
func (s *Set) Slice(i, j int) *Set {
	if i < 0 || i > j || j > s.Len() {
		panic(fmt.Sprintf("data: %s: no examples %d to %d, there are %d", s.Name, i, j, s.Len()))
	}
	t, d, o := *s, s.Dim(), s.Outputs
	if s.V != nil {
		t.V = s.V[i*d : j*d : j*d]
	} else {
		t.X = s.X[i*d : j*d : j*d]
	}
	if s.Labels != nil {
		t.Labels = s.Labels[i:j:j]
	}
	if s.Y != nil {
		t.Y = s.Y[i*o : j*o : j*o]
	}
	if s.Weights != nil {
		t.Weights = s.Weights[i:j:j]
	}
	return &t
}

// Dims and At make a set's features a matrix to whoever wants one: rows, columns, and the value of
// feature j of example i. With a method T besides they would be gonum's mat.Matrix.
func (s *Set) Dims() (rows, cols int) { return s.Len(), s.Dim() }

// At is feature j of example i.
func (s *Set) At(i, j int) float64 {
	s.check(i)
	if s.V != nil {
		return float64(s.V[i*s.Dim()+j])
	}
	return float64(s.X[i*s.Dim()+j]) / 255
}
