package gater_test

import (
	"testing"

	"gater"
	"gater/internal/model"
	"gater/mat"
	"gater/nn"
)

// TestSessionAllocates: a session that has run allocates nothing, for a row or a batch, with or
// without the trace of its gates; Predict does.
func TestSessionAllocates(t *testing.T) {
	if race {
		t.Skip("allocations mean nothing under the race detector")
	}
	m := fixture(t)
	rows, _ := rings(200, 8)
	x := make([]float32, m.Inputs())
	for _, o := range []gater.Options{{}, {Gates: true}, {Budget: 1}} {
		s, err := m.Session(o)
		if err != nil {
			t.Fatal(err)
		}
		dst := make([]gater.Prediction, len(rows.Rows))
		for _, c := range []struct {
			what string
			f    func()
		}{{"row", func() { s.Row(x) }}, {"batch", func() { s.Into(dst, rows) }}} {
			for range 10 {
				c.f()
			}
			if n := testing.AllocsPerRun(50, c.f); n > 0 {
				t.Errorf("%+v: a %s allocates %v times", o, c.what, n)
			}
		}
	}
	if n := testing.AllocsPerRun(50, func() { m.Predict(t.Context(), rows, gater.Options{}) }); n < 1 {
		t.Error("control: Predict allocates nothing")
	}
}

// BenchmarkRow is a row by itself: through Session.Row, through Predict, and through the network
// alone.
func BenchmarkRow(b *testing.B) {
	m := fixture(b)
	x := make([]float32, m.Inputs())
	b.Run("session", func(b *testing.B) {
		s, err := m.Session(gater.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			s.Row(x)
		}
	})
	b.Run("predict", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.Predict(b.Context(), gater.Numbers{x}, gater.Options{})
		}
	})
	b.Run("network", func(b *testing.B) {
		raw, err := model.Load("testdata/model")
		if err != nil {
			b.Fatal(err)
		}
		var p nn.Pass
		in, loss := mat.New(1, m.Inputs()), make([]float64, 1)
		head := func(*nn.Var) []float64 { loss[0] = 0; return loss }
		b.ReportAllocs()
		for b.Loop() {
			p.Run(nn.Use, raw.Net, in, head)
		}
	})
}

// TestSessionMacs: the multiply-adds of a row are those of its gater, of its open blocks, and of what
// reads them; with all blocks open they would be Model.Macs. The control is rows that open different
// numbers of blocks.
func TestSessionMacs(t *testing.T) {
	m := fixture(t)
	s, err := m.Session(gater.Options{Gates: true})
	if err != nil {
		t.Fatal(err)
	}
	in, g := int64(m.Inputs()), m.Gates()[0]
	cost := func(open int) int64 {
		units := int64(open * g.Width)
		return in*8 + 8*int64(g.Blocks) + units*in + units*int64(len(m.Classes()))
	}
	rows, _ := rings(50, 3)
	seen, out := map[int]bool{}, make([]gater.Prediction, 1)
	for i := range rows.Rows {
		before := s.Macs()
		if err := s.Into(out, &gater.Table{Columns: rows.Columns, Rows: rows.Rows[i : i+1]}); err != nil {
			t.Fatal(err)
		}
		open := len(out[0].Gates[0])
		if seen[open] = true; s.Macs()-before != cost(open) {
			t.Errorf("row %d with %d blocks open: %d multiply-adds, want %d", i, open, s.Macs()-before, cost(open))
		}
	}
	if len(seen) < 2 || m.Macs() != cost(g.Blocks) {
		t.Errorf("%d multiply-adds with all open, want %d; numbers of blocks open: %v", m.Macs(), cost(g.Blocks), seen)
	}
}
