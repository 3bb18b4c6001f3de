package report

import "slices"

// Run is what the events of one run say, in order.
type Run struct {
	Name    string // of the folder or file the events came from
	Start   Start
	Epochs  []Epoch // by rising epoch, the void ones dropped
	Gates   []Gates // likewise
	End     *End    // nil unless the run finished, and was tested
	Stopped *Stopped
	// Withheld is not nil if the run finished and was not tested.
	Withheld *Withheld
	Resumed  int  // how often the run was resumed
	Cut      bool // the last line was damaged, and left out
}

// add takes one event into the run. A start begins the record anew; a resume
// voids what was recorded after its checkpoint.
func (r *Run) add(e Event) {
	switch e := e.(type) {
	case *Start:
		*r = Run{Name: r.Name, Start: *e}
	case *Epoch:
		r.Epochs = append(before(r.Epochs, e.Epoch), *e)
	case *Gates:
		same := func(g Gates) bool { return g.Epoch >= e.Epoch && g.Layer == e.Layer }
		r.Gates = append(slices.DeleteFunc(r.Gates, same), *e)
	case *End:
		r.End, r.Withheld, r.Stopped = e, nil, nil
	case *Withheld:
		r.End, r.Withheld, r.Stopped = nil, e, nil
	case *Stopped:
		r.Stopped = e
	case *Resumed:
		r.dropAfter(e.Epoch)
		r.End, r.Withheld, r.Stopped = nil, nil, nil
		r.Resumed++
	}
}

// dropAfter voids everything recorded for epochs later than epoch.
func (r *Run) dropAfter(epoch int) {
	r.Epochs = before(r.Epochs, epoch+1)
	late := func(g Gates) bool { return g.Epoch > epoch }
	r.Gates = slices.DeleteFunc(r.Gates, late)
}

// before returns the epochs earlier than epoch.
func before(es []Epoch, epoch int) []Epoch {
	n := len(es)
	for n > 0 && es[n-1].Epoch >= epoch {
		n--
	}
	return es[:n]
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

// gate returns the name of the gate, empty if there is none.
func (s Start) gate() string { return named(s.Gate) }

// estimator returns the name of the estimator, empty if there is none.
func (s Start) estimator() string { return named(s.Estimator) }

func named(s string) string {
	if s == "none" {
		return ""
	}
	return s
}
