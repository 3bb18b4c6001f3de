package data

import (
	"fmt"
	"iter"
)

// Batch is some examples side by side, row-major, as a network takes them.
type Batch[F Float] struct {
	X       []F     // Rows×Dim
	Labels  []int32 // Rows, of a set with classes; else nil
	Y       []F     // Rows×Outputs, of a set with numbers; else nil
	Weights []F     // Rows; nil: all 1
	Rows    int
}

// Like is an empty batch with room for rows examples such as those of s.
func Like[F Float](s *Set, rows int) *Batch[F] {
	b := &Batch[F]{X: make([]F, rows*s.Dim())}
	if s.Labels != nil {
		b.Labels = make([]int32, rows)
	}
	if s.Outputs > 0 {
		b.Y = make([]F, rows*s.Outputs)
	}
	if s.Weights != nil {
		b.Weights = make([]F, rows)
	}
	return b
}

// Resize makes a batch one of so many rows of what Like made; what it held is undefined then. It
// allocates nothing.
func (b *Batch[F]) Resize(s *Set, rows int) {
	if rows*s.Dim() > cap(b.X) {
		panic(fmt.Sprintf("data: %s: a batch with room for %d rows is to hold %d", s.Name, cap(b.X)/max(1, s.Dim()), rows))
	}
	b.Rows, b.X = rows, b.X[:rows*s.Dim()]
	if b.Labels != nil {
		b.Labels = b.Labels[:rows]
	}
	if b.Y != nil {
		b.Y = b.Y[:rows*s.Outputs]
	}
	if b.Weights != nil {
		b.Weights = b.Weights[:rows]
	}
}

// Gather fills a batch with the examples idx of s.
func (b *Batch[F]) Gather(s *Set, idx []int32) {
	b.Resize(s, len(idx))
	if s.V != nil {
		for r, i := range idx {
			Row(b.X[r*s.Dim():(r+1)*s.Dim()], s, int(i))
		}
	} else {
		pixels(b.X, s, idx)
	}
	for r, i := range idx {
		b.target(s, r, int(i))
	}
}

// Range fills a batch with the rows examples of s from number from on.
func (b *Batch[F]) Range(s *Set, from, rows int) {
	b.Resize(s, rows)
	for r := range rows {
		Row(b.X[r*s.Dim():(r+1)*s.Dim()], s, from+r)
		b.target(s, r, from+r)
	}
}

// target sets what is to be predicted of row r to example i's.
func (b *Batch[F]) target(s *Set, r, i int) {
	if b.Labels != nil {
		b.Labels[r] = s.Labels[i]
	}
	if b.Y != nil {
		copyFloats(b.Y[r*s.Outputs:(r+1)*s.Outputs], s.Y[i*s.Outputs:])
	}
	if b.Weights != nil {
		b.Weights[r] = F(s.Weights[i])
	}
}

// Dataset is data read batch by batch, epoch after epoch: every call of Iter begins the next one. A
// batch is the caller's until it asks for the next; its memory is used again then. An error is the
// last thing that is yielded.
type Dataset interface {
	Name() string
	Iter() iter.Seq2[*Batch[float32], error]
}

// Batches is a set as a Dataset, in the order of Order.
type Batches struct {
	Set   *Set
	Order Order
	epoch int
}

// Name is the set's.
func (d *Batches) Name() string { return d.Set.Name }

// Iter is the next epoch.
func (d *Batches) Iter() iter.Seq2[*Batch[float32], error] {
	epoch := d.epoch
	d.epoch++
	return func(yield func(*Batch[float32], error) bool) {
		b, idx := Like[float32](d.Set, d.Order.Batch), make([]int32, d.Order.Batch)
		for step := range d.Order.Steps() {
			d.Order.Indices(idx, epoch, step)
			b.Gather(d.Set, idx)
			if !yield(b, nil) {
				return
			}
		}
	}
}
