package table

import (
	"fmt"
	"iter"

	"gater/data"
	"gater/internal/rng"
)

// Stream gives batches of the training rows of a table that is read anew every epoch, from the
// beginning, in the memory of one window of rows. The rows of a window are shuffled; which rows are in
// which window does not change.
//
//	row i of epoch e  =  window ⌊i/W⌋, at place π_e,⌊i/W⌋(i mod W)
type Stream[F data.Float] struct {
	plan   *Plan
	rows   Rows
	like   *data.Set
	batch  int
	window int // a multiple of batch
	seed   uint64

	next func() (example, error, bool)
	stop func()
	buf  *data.Set // the window
	perm []int32
	idx  []int32
	at   [2]int // epoch and number of the window in buf; −1: none
	read int    // training rows read in this epoch
}

// example is a training row with the line it is on.
type example struct {
	b Batch
	i int
}

// StreamOf makes batches such as those of like, an empty set of the plan.
func StreamOf[F data.Float](p *Plan, rows Rows, like *data.Set, batch, window int, seed uint64) *Stream[F] {
	window = min((window+batch-1)/batch*batch, max(batch, p.Rows[Train]/batch*batch))
	return &Stream[F]{plan: p, rows: rows, like: like, batch: batch, window: window, seed: seed, at: [2]int{-1, -1},
		idx: make([]int32, batch)}
}

// Steps is the batches in an epoch; rows that do not fill the last are not used.
func (s *Stream[F]) Steps() int { return s.plan.Rows[Train] / s.batch }

// Read fills b with the batch of a step. A step of an earlier window than the last one, or of another
// epoch, reads the table from its beginning.
func (s *Stream[F]) Read(b *data.Batch[F], epoch, step int) error {
	w := step * s.batch / s.window
	if s.at != [2]int{epoch, w} {
		if err := s.load(epoch, w); err != nil {
			return err
		}
	}
	lo := step*s.batch - w*s.window
	if lo+s.batch > s.buf.Len() {
		return fmt.Errorf("the table has fewer rows than it had: it was changed while it was read")
	}
	copy(s.idx, s.perm[lo:lo+s.batch])
	b.Gather(s.buf, s.idx)
	return nil
}

// load reads a window, and shuffles it.
func (s *Stream[F]) load(epoch, w int) error {
	if s.next == nil || epoch != s.at[0] || w*s.window < s.read {
		s.Close()
		s.read = 0
		s.next, s.stop = iter.Pull2(s.training())
	}
	if s.buf == nil {
		s.buf = s.plan.Target.EmptySet(s.like.Name, s.like.Width)
		s.buf.V = make([]float32, 0, s.window*s.like.Width)
	}
	s.empty()
	var r *Reader
	for s.read < (w+1)*s.window {
		x, err, ok := s.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if s.read++; s.read <= w*s.window {
			continue // of an earlier window: a run that goes on
		}
		if r == nil {
			if r, err = s.plan.Bind(x.b.Names, true); err != nil {
				return err
			}
		}
		if err := r.Append(s.buf, x.b.Rows[x.i]); err != nil {
			return fmt.Errorf("line %d, %w", x.b.Lines[x.i], err)
		}
	}
	if s.like.Weights != nil {
		if err := BalanceBy(s.plan.Labels, s.buf); err != nil {
			return err
		}
	}
	n := s.buf.Len()
	if cap(s.perm) < n {
		s.perm = make([]int32, s.window)
	}
	s.perm = s.perm[:n]
	rng.Key{Seed: s.seed, Step: uint32(epoch), Row: uint32(w), Site: streamSite}.Perm(s.perm)
	s.at = [2]int{epoch, w}
	return nil
}

// streamSite keeps the draws of windows apart from others.
const streamSite = 0xFFFD

func (s *Stream[F]) empty() {
	b := s.buf
	b.V, b.Y, b.Weights = b.V[:0], b.Y[:0], nil
	if b.Labels != nil {
		b.Labels = b.Labels[:0]
	}
}

// training is the training rows, one by one.
func (s *Stream[F]) training() iter.Seq2[example, error] {
	return func(yield func(example, error) bool) {
		err := s.plan.each(s.rows, s.plan.Target.Columns, func(b Batch, i int, part Part) error {
			if part == Train && !yield(example{b, i}, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil {
			yield(example{}, err)
		}
	}
}

// Close ends the reading.
func (s *Stream[F]) Close() {
	if s.stop != nil {
		s.stop()
	}
	s.next, s.stop = nil, nil
}
