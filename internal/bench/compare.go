package bench

import (
	"cmp"
	"slices"
	"strings"
)

// target is a case of a metric: what to measure, and what it should come to.
type target struct {
	net   string
	batch int
	value float64
}

// task is a case that will be measured.
type task struct {
	net    Net
	batch  int
	active float64
	target float64 // 0: none
}

// tasks is the cases of a metric at a share of blocks, or those that the options ask for. A
// target holds for the case it was set for alone.
func (s *suite) tasks(active float64, defaults ...target) (out []task) {
	nets, batches := s.nets, s.Batches
	if nets == nil {
		for _, d := range defaults {
			n, _ := FindNet(d.net)
			if !slices.Contains(nets, n) {
				nets = append(nets, n)
			}
		}
	}
	for _, n := range nets {
		for _, b := range s.batchesOf(n, batches, defaults) {
			t := task{net: n, batch: b, active: cmp.Or(s.Active, active)}
			for _, d := range defaults {
				if d.net == n.Name && d.batch == b && t.active == active && !s.Quick {
					t.target = d.value
				}
			}
			if s.Quick {
				t.net = n.small()
			}
			out = append(out, t)
		}
	}
	return out
}

// batchesOf is the batches to measure a net at: those asked for, else its own, else all of the
// metric's.
func (s *suite) batchesOf(n Net, asked []int, defaults []target) (out []int) {
	if asked != nil {
		return asked
	}
	for _, own := range []bool{true, false} {
		for _, d := range defaults {
			if (d.net == n.Name || !own) && !slices.Contains(out, d.batch) {
				out = append(out, d.batch)
			}
		}
		if out != nil {
			break
		}
	}
	return out
}

// line is the beginning of a task's result.
func (s *suite) line(t task) Line {
	return Line{Metric: s.metric, Net: t.net.Name, Batch: t.batch, Active: t.active, Target: t.target, Quick: s.Quick}
}

// work is what our side of a comparison does.
type work struct {
	flops, bytes float64 // of a run
	inUse        float64 // bytes that runs in a row go through
}

// compare measures own against peer in turns with the peak, and fills in the line. The value is
// the peer's time over ours.
func (s *suite) compare(l Line, own, peer Side, w work) (Line, []Times, error) {
	side, flops := peak(s.pool, s.Now)
	s.Log("   %s: %s against %s", strings.TrimSpace(l.What+" "+l.Net), own.Name, peer.Name)
	t, err := s.meter.Compare(s.ctx, own, peer, side)
	if err != nil {
		return l, nil, err
	}
	l.Own, l.Peer = own.Name, peer.Name
	l.OwnSec, l.PeerSec = Median(t[0].Reps), Median(t[1].Reps)
	top := flops() / slices.Min(t[2].All)
	l.Peak = top / 1e9
	if w.flops > 0 {
		l.Roof = Roof(w.flops, top, w.bytes, s.Machine.Bandwidth.At(w.inUse)) / l.OwnSec
	}
	return l.set(Ratio(t[1], t[0])).doubt(peer.Off), t, nil
}

// forwardDense is the ways we have to run a net without gates.
func (s *suite) forwardDense(t task) (sides []Side) {
	for _, m := range s.dense(t) {
		sides = append(sides, timed(m.name, s.Now, m.forward))
	}
	return sides
}

// dense is the net without gates, in two layouts.
func (s *suite) dense(t task) []*model {
	return []*model{
		newModel("own dense, linear layers", t.net, t.net.dense(false, 1), nil, nil, t.batch, s.pool),
		newModel("own dense, rows", t.net, t.net.dense(true, 1), nil, nil, t.batch, s.pool),
	}
}

// gated is the net with its gates forced open at the task's rate.
func (s *suite) gated(t task) *model {
	net, gates := t.net.gated(1)
	return newModel("own gated", t.net, net, gates, Even(t.net.Blocks(), t.active), t.batch, s.pool)
}

// forwardWork is what a forward pass of the model does.
func forwardWork(t task, m *model) work {
	blocks, gaters := t.net.Weights()
	return work{m.flops(m.forward), t.net.ForwardBytes(t.active, t.batch), 4 * (blocks + gaters)}
}

// stepWork is what a training step does.
func stepWork(t task, m *model, perWeight float64) work {
	blocks, gaters := t.net.Weights()
	return work{m.flops(m.step), t.net.StepBytes(t.active, t.batch, perWeight), perWeight / 2 * (blocks + gaters)}
}
