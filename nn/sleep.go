package nn

import "gater/mat"

// Sleeper is told which blocks of a parameter are used, so that an optimiser can leave the others
// alone until they are. Block k is the k-th of open.Blocks equal runs of the parameter's numbers,
// and it is used if open has it open in any row; a nil open is all of them. A layer tells of all
// that it uses, or of nothing.
type Sleeper interface {
	// Wake is called before a pass reads the weights of blocks, with the pass's pool.
	Wake(pool *mat.Pool, open *mat.Pairs)
	// Learnt is called when a pass has added to the gradients of blocks.
	Learnt(open *mat.Pairs)
}

// Later takes gradients of weights in blocks as the products they are, for an optimiser that works
// them out where it uses them, block by block, rather than write them all to memory and read them
// again.
type Later interface {
	// Room is memory for n numbers of the B of the next product, to save copying it.
	Room(n int) []Float
	// Learn adds o to the gradient, and keeps a copy of what it refers to, unless that is Kept.
	Learn(o mat.Outer)
	// Wrote is called by a layer that has added to Param.Grad itself.
	Wrote()
}

// read announces that a pass reads the blocks of q.
func (q *Param) read(p *Pass, open *mat.Pairs) {
	if q.Sleeper != nil {
		q.Sleeper.Wake(p.Pool, open)
	}
}

// learnt announces gradients for the blocks of q.
func (q *Param) learnt(open *mat.Pairs) {
	if q.Sleeper != nil {
		q.Sleeper.Learnt(open)
	}
}

// wrote announces that a gradient has been worked out at once.
func (q *Param) wrote() {
	if q.Later != nil {
		q.Later.Wrote()
	}
}
