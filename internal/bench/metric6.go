package bench

import (
	"fmt"
	"math"

	"gater/internal/kern"
	"gater/mat"
)

// metric6 is the rate of the block-grouped products at few rows a block over that of one square
// product of the same work and the same inner length.
func metric6(s *suite) error {
	n, err := FindNet("E")
	if err != nil {
		return err
	}
	if s.Quick {
		n = n.small()
	}
	for _, c := range []struct {
		rows   int
		target float64
	}{{4, 0.5}, {16, 0.75}, {43, 0.85}} {
		if err := s.grouped(n, c.rows, c.target); err != nil {
			return err
		}
	}
	return nil
}

// grouped compares the three products of a layer with the given rows open in every block.
func (s *suite) grouped(n Net, rows int, want float64) error {
	batch := rows * 10
	open := exactly(n.Blocks(), n.Width, rows, batch)
	x, w, h := matrix(batch, n.In, 1), weights(n.Units, n.In, 2), matrix(batch, n.Units, 3)
	work := work{flops: 2 * float64(open.Len()*n.Width) * float64(n.In), bytes: 4 * float64(w.Len()), inUse: 4 * float64(w.Len())}
	side := int(math.Sqrt(float64(rows * n.Units)))
	a, b, c := matrix(side, n.In, 1), matrix(side, n.In, 2), matrix(side, side, 3)
	scale := work.flops / (2 * float64(side*side) * float64(n.In))
	big := timed(fmt.Sprintf("one product %d×%d×%d", side, n.In, side), s.Now, func() { mat.MulNT(s.pool, c, a, b) })
	for _, p := range []struct {
		name string
		f    func()
	}{
		{"NT", func() { mat.BlocksNT(s.pool, h, x, w, open, nil) }},
		{"NN", func() { mat.BlocksNN(s.pool, x, h, w, open, nil) }},
		{"TN", func() { mat.BlocksTN(s.pool, w, h, x, open, nil) }},
	} {
		l := Line{Metric: s.metric, What: fmt.Sprintf("%s, %d rows a block", p.name, rows), Net: n.Name, Batch: batch, Quick: s.Quick}
		l, t, err := s.compare(l, timed("own blocks "+p.name, s.Now, p.f), big, work)
		if err != nil {
			return err
		}
		if !s.Quick {
			l.Target = want
		}
		if err := s.Emit(l.set(Ratio(t[1], t[0]).Scale(scale))); err != nil {
			return err
		}
		h, x, w = matrix(batch, n.Units, 3), matrix(batch, n.In, 1), weights(n.Units, n.In, 2) // sums have grown
	}
	return nil
}

// exactly is a pattern with so many rows open in every block.
func exactly(blocks, width, rows, batch int) *mat.Pairs {
	t, g := subset(blocks, batch, rows, 6), mat.New(batch, blocks)
	for k := range blocks {
		for r, v := range t.Row(k) {
			g.Row(r)[k] = v
		}
	}
	return pairs(g, width)
}

// pairs lists the ones of g.
func pairs(g mat.M, width int) *mat.Pairs {
	o := &kern.Pairs{Rows: g.Rows, Blocks: g.Cols, Width: width, Off: []int32{0}, ROff: []int32{0}}
	for k := range g.Cols {
		for r := range g.Rows {
			if g.Row(r)[k] != 0 {
				o.Row = append(o.Row, int32(r))
			}
		}
		o.Off = append(o.Off, int32(len(o.Row)))
	}
	for r := range g.Rows {
		for k, v := range g.Row(r) {
			if v != 0 {
				o.Block = append(o.Block, int32(k))
			}
		}
		o.ROff = append(o.ROff, int32(len(o.Block)))
	}
	return o
}
