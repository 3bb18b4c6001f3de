package opt

import (
	"iter"
	"reflect"

	"gater/mat"
)

// maxLog is how many updates a block sleeps through at most.
const maxLog = 1 << 10

// Lazy makes updates lazy from now on: a block of weights that a step's passes did not learn is
// left alone until a pass reads it (nn.Sleeper), and then gets at once all that it missed, momentum
// and decay included. The weights are those of an optimiser that updates everything, up to
// rounding; the result is the same bits for any number of threads. It pays where most blocks are
// shut in every row of a batch.
//
// Before weights are read by anything but a pass, call Flush. Passes may share the network with
// each other, at depth nn.Use, only after Flush.
//
// With MaxNorm everything is updated where a limit and the rule's motion act on the same weights,
// or a unit's weights are in several blocks. A rule that is not of this package, and Adam with
// β₁ ≥ β₂², are never lazy.
func (o *Optimiser) Lazy() {
	i, ok := o.rule.(idler)
	if !ok || !ours(o.rule) || i.rest() == restless || o.idler != nil {
		return
	}
	o.idler = i
	o.log, o.length = mat.New(maxLog, notes), []float64{0}
	for i := range o.vars {
		v := &o.vars[i]
		if v.Sleeper != nil {
			v.Sleeper.Wake(nil, nil)
		}
		v.sleep = &sleep{o: o, v: v}
		v.Sleeper = v.sleep
	}
}

// ours reports whether a rule is of this package, and not one that embeds such a rule.
func ours(r Rule) bool { return reflect.TypeOf(r).PkgPath() == reflect.TypeFor[Now]().PkgPath() }

// logged is the number of updates in the log. None are, while no block is behind.
func (o *Optimiser) logged() int {
	if len(o.length) != 1 {
		return 0
	}
	return min(max(int(o.length[0]), 0), maxLog-1)
}

// Flush catches up with every block. A run that is to be repeated bit for bit must flush after
// the same steps.
func (o *Optimiser) Flush(pool *mat.Pool) {
	if n := o.logged(); n > 0 {
		for i := range o.vars {
			o.vars[i].wake(&o.waking, n)
		}
		o.waking.run(pool, o)
		o.forget()
	}
}

// wake adds all blocks of v.
func (v *variable) wake(w *waking, n int) {
	if v.sleep == nil {
		return
	}
	for k := range v.sleep.blocks() {
		w.add(v.sleep, k, n)
	}
}

// forget empties the log, when no block is behind.
func (o *Optimiser) forget() {
	o.length[0] = 0
	for i := range o.vars {
		if s := o.vars[i].sleep; s != nil {
			clear(s.seen)
		}
	}
}

// settle decides which parameters are updated in part, and wakes what is updated.
func (o *Optimiser) settle(pool *mat.Pool) {
	n, limited := o.logged(), o.MaxNorm > 0
	fresh := limited && (o.count == 1 || o.work.ran && o.work.limit != o.MaxNorm)
	for i := range o.vars {
		v := &o.vars[i]
		v.resting = v.sleep != nil && v.sleep.rests(limited, fresh)
		switch {
		case n == 0:
		case !v.resting:
			v.wake(&o.waking, n)
		default: // a pass reads what it learns, and so they are awake: but a gradient is a gradient
			for k, learnt := range v.sleep.learnt {
				if learnt {
					o.waking.add(v.sleep, k, n)
				}
			}
		}
	}
	o.waking.run(pool, o)
}

// record writes an update into the log, if a block missed it or the log has begun.
func (o *Optimiser) record(pool *mat.Pool, now Now) {
	if o.idler == nil {
		return
	}
	n, left := o.logged(), 0
	for i := range o.vars {
		if v := &o.vars[i]; v.resting {
			left += v.sleep.left
		}
	}
	if o.idler.rest() != inert && (n > 0 || left > 0) {
		entry := o.idler.note(now)
		copy(o.log.Row(n), entry[:])
		n++
	}
	o.length = append(o.length[:0], float64(n))
	behind := false
	for i := range o.vars {
		if s := o.vars[i].sleep; s != nil {
			behind = s.stepped(n) || behind
		}
	}
	if !behind {
		o.forget()
	} else if n >= maxLog-1 {
		o.Flush(pool)
	}
}

// Asleep yields what, beside Slots, has to be kept of lazy updates: by parameter, as many numbers
// as it has blocks, or none before its first update. It yields nothing without Lazy.
func (o *Optimiser) Asleep() iter.Seq2[string, *[]float64] {
	return func(yield func(string, *[]float64) bool) {
		if o.idler == nil || !yield("logged", &o.length) {
			return
		}
		for i := range o.vars {
			if v := &o.vars[i]; !yield(v.name+".seen", &v.sleep.seen) {
				return
			}
		}
	}
}
