package report

// Run is what the events of one run say, in order.
type Run struct {
	Name    string // of the folder or file the events came from
	Start   Start
	Epochs  []Epoch // by rising epoch, the void ones dropped
	Gates   []Gates // likewise
	End     *End    // nil unless the run finished
	Stopped *Stopped
	Resumed int  // how often the run was resumed
	Cut     bool // the last line was damaged, and left out
}

// add takes one event into the run. A start begins the record anew; a resume
// voids what was recorded after its checkpoint.
func (r *Run) add(e Event) {
	switch e := e.(type) {
	case *Start:
		*r = Run{Name: r.Name, Start: *e}
	case *Epoch:
		r.dropAfter(e.Epoch - 1)
		r.Epochs = append(r.Epochs, *e)
	case *Gates:
		r.Gates = append(r.Gates, *e)
	case *End:
		r.End, r.Stopped = e, nil
	case *Stopped:
		r.Stopped = e
	case *Resumed:
		r.dropAfter(e.Epoch)
		r.End, r.Stopped = nil, nil
		r.Resumed++
	}
}

// dropAfter voids everything recorded for epochs later than epoch.
func (r *Run) dropAfter(epoch int) {
	for n := len(r.Epochs); n > 0 && r.Epochs[n-1].Epoch > epoch; n-- {
		r.Epochs = r.Epochs[:n-1]
	}
	kept := r.Gates[:0]
	for _, g := range r.Gates {
		if g.Epoch <= epoch {
			kept = append(kept, g)
		}
	}
	r.Gates = kept
}

// last returns the latest epoch.
func (r *Run) last() (e Epoch, ok bool) {
	if len(r.Epochs) == 0 {
		return e, false
	}
	return r.Epochs[len(r.Epochs)-1], true
}

// best returns the epoch that was tested, or else the last one marked best.
func (r *Run) best() (e Epoch, ok bool) {
	for i := len(r.Epochs) - 1; i >= 0; i-- {
		e := r.Epochs[i]
		if r.End != nil && e.Epoch == r.End.Epoch || r.End == nil && e.Best {
			return e, true
		}
	}
	return e, false
}

// blocks returns the number of gated blocks of the network.
func (r *Run) blocks() (n int) {
	for _, l := range r.Start.Layers {
		n += l.Blocks
	}
	return n
}

// asked returns the active fraction that was asked for, 0 if none was.
func (r *Run) asked() float64 {
	if r.End != nil && r.End.ActiveAsked > 0 {
		return r.End.ActiveAsked
	}
	return r.Start.ActiveAsked
}
