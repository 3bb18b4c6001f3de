package bench

import "strings"

// metric4 is the latency of one example, gates changing from one to the next: over the peers'
// dense net, over the best of their ways to skip by gathering, and how far the slowest in a
// hundred is from the median.
func metric4(s *suite) error {
	over := map[string]map[string]float64{"dense": {"C": 8, "A": 5}, "skip": {"C": 2, "A": 1.5}}
	for _, t := range s.tasks(0.1, target{"C", 1, 1}, target{"A", 1, 1}) {
		m := s.gated(t)
		own, w := timed("own gated", s.Now, m.forward), forwardWork(t, m)
		wanted := t.target != 0
		for _, way := range []string{"dense", "skip"} {
			t.target = 0
			if wanted {
				t.target = over[way][t.net.Name]
			}
			l := s.line(t)
			l.Way = m.way(t.net)
			l.What = map[string]string{"dense": "over dense", "skip": "over gathering"}[way]
			if way == "dense" {
				l.Ceiling = t.net.Ceiling(t.active)
			}
			if err := s.latency(l, t, m, way, own, w); err != nil {
				return err
			}
		}
		if err := s.tails(t, m, own, wanted); err != nil {
			return err
		}
	}
	return nil
}

// latency compares with a peer's way: dense is ONNX Runtime's, skip anybody's.
func (s *suite) latency(l Line, t task, m *model, way string, own Side, w work) error {
	peers := s.Peers
	if way == "dense" {
		peers = onnxOnly(peers)
	}
	peer, err := s.from(peers, Job{Kind: "forward", Way: way, Net: &t.net, Batch: 1, Active: t.active})
	if err != nil {
		return err
	}
	if peer == nil {
		return s.Emit(l.missing("no peer"))
	}
	l, _, err = s.compare(l, own, peer.Side, w)
	if err != nil {
		return err
	}
	if err := peer.close(); err != nil {
		return err
	}
	if err := s.Emit(l); err != nil {
		return err
	}
	return s.readLimit(l, t, m, 1)
}

// onnxOnly is the peers that are ONNX Runtime.
func onnxOnly(all []*Peer) (out []*Peer) {
	for _, p := range all {
		if strings.HasPrefix(p.Name, "ONNX Runtime") {
			out = append(out, p)
		}
	}
	return out
}

// tails is p99/p50 of a thousand requests: with independent gates, so that some requests open more
// blocks than others, and with the same number of blocks for each.
func (s *suite) tails(t task, m *model, own Side, wanted bool) error {
	l := s.line(t)
	l.What, l.AtMost, l.Target = "p99/p50", true, 0
	if wanted {
		l.Target = 1.5
	}
	l.Note = "the number of open blocks varies"
	if err := s.tail(l, own); err != nil {
		return err
	}
	for _, g := range m.gates {
		for i := range g.patterns {
			k := int(t.active*float64(t.net.Blocks()) + 0.5)
			g.patterns[i] = subset(1, t.net.Blocks(), k, uint64(1000+i))
		}
	}
	l.Note = "the same number of blocks for each"
	if err := s.tail(l, own); err != nil {
		return err
	}
	l.Target, l.Note = 0, "arithmetic alone for as long, without memory or other threads: what the machine does to anyone"
	return s.tail(l, s.arithmetic(own))
}

// arithmetic is a loop in registers that lasts as long as a side.
func (s *suite) arithmetic(own Side) Side {
	times, err := own.Run(100)
	if err != nil {
		return own
	}
	rounds, x := 1000, 1.0
	run := func() {
		for range rounds {
			x = x*1.0000001 + 1e-9
		}
	}
	side := timed("arithmetic", s.Now, run)
	if t, err := side.Run(100); err == nil && Median(t) > 0 {
		rounds = int(float64(rounds)*Median(times)/Median(t)) + 1
	}
	return side
}

func (s *suite) tail(l Line, own Side) error {
	n := 1000
	if s.Quick {
		n = 100
	}
	var ratios, medians []float64
	for range s.Reps {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		s.meter.Pause()
		times, err := own.Run(n)
		if err != nil {
			return err
		}
		medians = append(medians, Median(times))
		ratios = append(ratios, Quantile(times, 0.99)/Median(times))
	}
	l.Own, l.OwnSec = own.Name, Median(medians)
	return s.Emit(l.set(Summary(ratios)))
}
