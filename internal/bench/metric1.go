package bench

import (
	"fmt"
	"slices"

	"gater/mat"
)

// metric1 is whether our dense products are honest: the shapes of nets A, B and C beside the best
// of the peers, and one large product beside the peak.
func metric1(s *suite) error {
	for _, t := range s.tasks(0, target{"A", 1, 0.95}, target{"A", 128, 0.95}, target{"B", 1, 0.95},
		target{"B", 128, 0.95}, target{"C", 1, 0.95}, target{"C", 128, 0.95}) {
		for _, layer := range t.net.layers() {
			if err := s.product(t, layer[0], layer[1]); err != nil {
				return err
			}
		}
	}
	return s.large()
}

// layers is the inputs and outputs of the layers that are worth timing: a layer of ten outputs
// is not.
func (n Net) layers() (out [][2]int) {
	switch {
	case n.Layers > 1:
		return [][2]int{{n.Units, n.Units}} // the first is net A's
	case n.Out > 10:
		out = [][2]int{{n.Units, n.Out}}
	}
	return append([][2]int{{n.In, n.Units}}, out...)
}

// product compares batch×in · in×out.
func (s *suite) product(t task, in, out int) error {
	l := s.line(t)
	l.Active, l.What = 0, fmt.Sprintf("%d×%d×%d", t.batch, in, out)
	peer, err := s.peers(Job{Kind: "gemm", Shape: []int{t.batch, in, out}})
	if err != nil {
		return err
	}
	if peer == nil {
		return s.Emit(l.missing("no peer"))
	}
	own, err := s.fastest(s.products(t.batch, in, out)...)
	if err != nil {
		return err
	}
	weights := 4 * float64(in*out)
	l, _, err = s.compare(l, own, peer.Side, work{2 * float64(t.batch) * float64(in) * float64(out), weights, weights})
	if err != nil {
		return err
	}
	if err := peer.close(); err != nil {
		return err
	}
	return s.Emit(l)
}

// products is our two products for a layer: with the weights of a unit in a column, and in a row.
func (s *suite) products(rows, in, out int) []Side {
	x, w, y := matrix(rows, in, 1), weights(in, out, 2), mat.New(rows, out)
	v := matrix(out, in, 2)
	return []Side{
		timed("own NN", s.Now, func() { mat.MulNN(s.pool, y, x, w) }),
		timed("own NT", s.Now, func() { mat.MulNT(s.pool, y, x, v) }),
	}
}

// large is the share of the peak that a product of n×n matrices reaches and, where there are peers, the
// share that the best of them does: what a library can come to on this machine.
func (s *suite) large() error {
	n := 2048
	if s.Quick {
		n = 256
	}
	own, err := s.fastest(s.products(n, n, n)...)
	if err != nil {
		return err
	}
	peer, err := s.peers(Job{Kind: "gemm", Shape: []int{n, n, n}})
	if err != nil {
		return err
	}
	side, flops := peak(s.pool, s.Now)
	sides := []Side{own, side}
	if peer != nil {
		sides = append(sides, peer.Side)
	}
	t, err := s.meter.Compare(s.ctx, sides...)
	if err != nil {
		return err
	}
	top := flops() / slices.Min(t[1].All)
	ops := 2 * float64(n) * float64(n) * float64(n)
	share := func(t Times) Stat {
		var shares []float64
		for _, sec := range t.Reps {
			shares = append(shares, ops/sec/top)
		}
		return Summary(shares)
	}
	l := Line{Metric: s.metric, What: fmt.Sprintf("%d×%d×%d", n, n, n), Own: own.Name, Peer: "measured peak",
		OwnSec: Median(t[0].Reps), Peak: top / 1e9, Quick: s.Quick}
	if !s.Quick {
		l.Target = 0.8
	}
	if err := s.Emit(l.set(share(t[0]))); err != nil || peer == nil {
		return err
	}
	l.What, l.Own, l.OwnSec, l.Target = l.What+", limit", peer.Name, Median(t[2].Reps), 0
	l.Note = "what the fastest peer reaches of that peak"
	if err := peer.close(); err != nil {
		return err
	}
	return s.Emit(l.set(share(t[2])))
}

// matrix is small draws, the same for a seed.
func matrix(rows, cols int, seed uint64) mat.M {
	m := mat.New(rows, cols)
	uniform(m, seed)
	return m
}

// weights is a matrix that lies as the weights of a linear layer do.
func weights(rows, cols int, seed uint64) mat.M {
	m := mat.NewWeights(rows, cols)
	uniform(m, seed)
	return m
}
