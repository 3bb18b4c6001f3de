package gater

import (
	"fmt"

	"gater/data/table"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// Session is a model with memory to run in, for a goroutine that predicts often: once it has run,
// it allocates nothing. It is not safe for concurrent use.
type Session struct {
	m    *Model
	o    Options
	pass nn.Pass
	last nn.Next
	x    mat.M
	loss []float64
	draw *train.Noise // of a model that draws; nil: it does not

	dst []Prediction // of the batch that is running
	one [1]Prediction

	names  []string // of the last table
	reader *table.Reader
	coded  []float32
}

// batch is how many rows go through the network at once. Results do not depend on it.
const batch = 128

// Session is memory to run the model in with the given options; Threads has no meaning here.
func (m *Model) Session(o Options) (*Session, error) {
	s := &Session{m: m}
	s.last = s.head
	return s, s.set(o)
}

// set gives the session other options.
func (s *Session) set(o Options) (err error) {
	s.o = o
	s.pass.Watch = nil
	if o.Gates {
		s.pass.Watch = s.watch
	}
	if s.pass.Thresholds, err = s.m.thresholds(&o); err != nil {
		return err
	}
	if s.m.draws {
		s.draw = train.TestNoise(o.Seed)
		s.pass.Noise = s.draw
	}
	return nil
}

// Macs is the multiply-adds of all that the session has predicted, counted.
func (s *Session) Macs() int64 { return s.pass.Work.Macs }

// From sets Options.First, the number of the first row of the next call.
func (s *Session) From(first int) { s.o.First = first }

// Into predicts rows into dst, which must be as long, in the memory that its elements have. An
// error names the row; what comes after it is not done.
func (s *Session) Into(dst []Prediction, rows Rows) error {
	if len(dst) != rows.Len() {
		return fmt.Errorf("gater: room for %d predictions of %d rows", len(dst), rows.Len())
	}
	for lo := 0; lo < len(dst); lo += batch {
		if err := s.part(dst, rows, lo, min(lo+batch, len(dst))); err != nil {
			return err
		}
	}
	return nil
}

// Row predicts one row of numbers. The prediction is the session's until its next call.
func (s *Session) Row(x []float32) (*Prediction, error) {
	s.room(1)
	if err := numbers(s.x.Row(0), x); err != nil {
		return nil, fmt.Errorf("gater: %w", err)
	}
	s.forward(s.one[:], s.o.First)
	return &s.one[0], nil
}

// part predicts rows lo to hi−1.
func (s *Session) part(dst []Prediction, rows Rows, lo, hi int) error {
	if err := rows.begin(s); err != nil {
		return fmt.Errorf("gater: %w", err)
	}
	s.room(hi - lo)
	var bad []int
	for i := lo; i < hi; i++ {
		if err := rows.row(s, s.x.Row(i-lo), i); err != nil {
			if s.o.Bad == nil {
				return &rowError{s.o.First + i, err}
			}
			s.o.Bad(s.o.First+i, err)
			clear(s.x.Row(i - lo))
			bad = append(bad, i)
		}
	}
	s.forward(dst[lo:hi], s.o.First+lo)
	for _, i := range bad {
		dst[i].none()
	}
	return nil
}

// rowError is what is wrong with a row.
type rowError struct {
	row int
	err error
}

func (e *rowError) Error() string { return fmt.Sprintf("gater: row %d: %v", e.row+1, e.err) }
func (e *rowError) Unwrap() error { return e.err }
