package bench

import (
	"sync/atomic"
	"unsafe"

	"gater/mat"
	"gater/opt"
)

// Limits are measured beside results, so that a reader can tell what a net of these sizes can come
// to on this machine, whatever the kernels.

// updateTask is the update of so many weights and nothing else, a piece at a time on every thread;
// gradients are where they would be worked out, in the nearest cache.
type updateTask struct {
	rule opt.Rule
	now  opt.Now
	w    []mat.Float
	m    opt.Moments
	next atomic.Int64
}

// piece is the weights that are updated at once.
const piece = 1 << 15

// Part takes pieces until there are none.
func (t *updateTask) Part(_, _ int) {
	g := make([]mat.Float, piece)
	for {
		lo := int(t.next.Add(1)-1) * piece
		if lo >= len(t.w) {
			return
		}
		hi := min(lo+piece, len(t.w))
		var m opt.Moments
		for i := range t.m {
			if t.m[i] != nil {
				m[i] = t.m[i][lo:hi]
			}
		}
		t.rule.Update(t.w[lo:hi], g[:hi-lo], m, t.now)
	}
}

// updates is a side that updates as many weights as the net has.
func (s *suite) updates(n Net, rule opt.Rule) Side {
	blocks, gaters := n.Weights()
	t := &updateTask{rule: rule, now: opt.Now{Rate: 1e-4, Scale: 1, Count: 1}, w: mat.New(1, int(blocks+gaters)).Data}
	for i := range rule.Moments() {
		t.m[i] = mat.New(1, len(t.w)).Data
	}
	return timed("updates", s.Now, func() { t.next.Store(0); s.pool.Run(t) })
}

// stepLimit is the most that a step can gain where an update of all weights is part of it with
// gates and without, and the rest takes what the ceiling says:
//
//	dense / (update + (dense − update)/ceiling).
func (s *suite) stepLimit(l Line, dense Times, rule opt.Rule, n Net) error {
	t, err := s.meter.Compare(s.ctx, s.updates(n, rule))
	if err != nil {
		return err
	}
	r := make([]float64, len(dense.Reps))
	for i, d := range dense.Reps {
		u := min(t[0].Reps[i], d)
		r[i] = d / (u + (d-u)/l.Ceiling)
	}
	at := Line{Metric: l.Metric, What: l.What + ", limit", Net: l.Net, Batch: l.Batch, Active: l.Active, Quick: l.Quick, Ceiling: l.Ceiling,
		Own: t[0].Name, OwnSec: Median(t[0].Reps), PeerSec: l.PeerSec, Peer: l.Peer,
		Note: "update of all weights alone, and the rest of the dense step as the ceiling says"}
	return s.Emit(at.set(Summary(r)))
}

// scalingLimits is two threads over one of reading the net's weights and of arithmetic alone.
func (s *suite) scalingLimits(t task) error {
	blocks, gaters := t.net.Weights()
	mem := mat.New(1, int(blocks+gaters)).Data
	mat.M{Rows: 1, Cols: len(mem), Data: mem}.Fill(1)
	read := func(pool *mat.Pool) Side {
		r := &readTask{mem, max(1, 8<<20/(len(mem)*int(unsafe.Sizeof(mem[0]))))}
		return timed("read", s.Now, func() { pool.Run(r) })
	}
	peakTwo, _ := peak(s.pool, s.Now)
	peakOne, _ := peak(s.one, s.Now)
	for _, c := range []struct {
		what     string
		two, one Side
		work     float64 // of the two sides in operations: two threads do twice as many
	}{
		{"reading alone", read(s.pool), read(s.one), 1},
		{"arithmetic alone", peakTwo, peakOne, float64(s.pool.Threads())},
	} {
		times, err := s.meter.Compare(s.ctx, c.two, c.one)
		if err != nil {
			return err
		}
		l := s.line(t)
		l.Target, l.What, l.Own, l.Peer = 0, c.what, "all threads", "one thread"
		l.OwnSec, l.PeerSec = Median(times[0].Reps)/c.work, Median(times[1].Reps)
		l.Note = "what two threads gain over one without a network"
		if err := s.Emit(l.set(Ratio(times[1], times[0]).Scale(c.work))); err != nil {
			return err
		}
	}
	return nil
}
