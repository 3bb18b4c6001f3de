package train

import (
	"fmt"

	"gater/data"
	"gater/mat"
)

// Source gives the batches of training where the examples are not all in memory.
type Source interface {
	Steps() int // in an epoch
	// Read fills b, which has room for a batch, with that of a step. The steps of an epoch are asked
	// for in turn; a run that goes on may begin with any. An error ends the run.
	Read(b *data.Batch[mat.Float], epoch, step int) error
}

// shuffled is the examples of a set, drawn in an order of its own every epoch.
type shuffled struct {
	set   *data.Set
	order data.Order
	idx   []int32
}

func (s *shuffled) Steps() int { return s.order.Steps() }

func (s *shuffled) Read(b *data.Batch[mat.Float], epoch, step int) error {
	s.order.Indices(s.idx, epoch, step)
	b.Gather(s.set, s.idx)
	return nil
}

// open makes the source of a trainer that was given none.
func (t *Trainer) open() error {
	t.source = t.Source
	if t.source == nil {
		t.source = &shuffled{set: t.Train, idx: make([]int32, t.Batch),
			order: data.Order{Seed: t.Seed, N: t.Train.Len(), Batch: t.Batch, Replace: t.Replace}}
	}
	if t.Progress.Steps = t.source.Steps(); t.Progress.Steps == 0 {
		return fmt.Errorf("%s has %d training examples, fewer than one batch of %d: lower the batch size",
			t.Train.Name, t.Train.Len(), t.Batch)
	}
	return nil
}
