package bench

import (
	"gater/internal/kern"
	"gater/mat"
)

// openRead reads the weights of open blocks and of the gater on every thread, a share of the blocks
// each, and does nothing else: as a pass of one gated layer must, at least.
type openRead struct {
	open     [][]int // the blocks that some row has open, of every pattern
	k        int
	in, out  []mat.Float // weights into and out of the blocks, block by block
	gater    []mat.Float
	into, to int // numbers of a block of each
}

// Part is the i-th of n shares.
func (t *openRead) Part(i, n int) {
	blocks := t.open[t.k%len(t.open)]
	for _, b := range blocks[len(blocks)*i/n : len(blocks)*(i+1)/n] {
		kern.Read(t.in[b*t.into:][:t.into])
		kern.Read(t.out[b*t.to:][:t.to])
	}
	kern.Read(t.gater[len(t.gater)*i/n : len(t.gater)*(i+1)/n])
}

// readLimit is what the line would be if the pass took as long as reading its weights: the other
// side's time over that, times scale. Nets of one gated layer have it.
func (s *suite) readLimit(l Line, t task, m *model, scale float64) error {
	if t.net.Layers != 1 || len(m.gates) != 1 || l.Value == nil {
		return nil
	}
	_, gaters := t.net.Weights()
	r := &openRead{into: t.net.In * t.net.Width, to: t.net.Width * t.net.Out, gater: ones(int(gaters)).Data}
	r.in, r.out = ones(t.net.Blocks()*r.into).Data, ones(t.net.Blocks()*r.to).Data
	for _, p := range m.gates[0].patterns {
		r.open = append(r.open, union(p))
	}
	times, err := s.meter.Compare(s.ctx, timed("read", s.Now, func() { r.k++; s.pool.Run(r) }))
	if err != nil {
		return err
	}
	ratios := make([]float64, len(times[0].Reps))
	for i, read := range times[0].Reps {
		ratios[i] = l.PeerSec / read * scale
	}
	at := Line{Metric: l.Metric, What: l.What + ", limit", Net: l.Net, Batch: l.Batch, Active: l.Active, Quick: l.Quick, Ceiling: l.Ceiling,
		Own: "reading alone", OwnSec: Median(times[0].Reps), PeerSec: l.PeerSec, Peer: l.Peer,
		Note: "reading the weights of open blocks and gater, and nothing else"}
	if l.What == "" {
		at.What = "limit"
	}
	return s.Emit(at.set(Summary(ratios)))
}

// union is the blocks that some row has open.
func union(pattern mat.M) (blocks []int) {
	for b := range pattern.Cols {
		for r := range pattern.Rows {
			if pattern.Row(r)[b] != 0 {
				blocks = append(blocks, b)
				break
			}
		}
	}
	return blocks
}
