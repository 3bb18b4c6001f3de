package esttest

import (
	"fmt"
	"slices"
	"testing"

	"gater/est"
	"gater/mat"
	"gater/nn/nntest"
)

func TestNoise(t *testing.T) {
	draw := func(s *Streams, site, rows int) []mat.Float {
		m := mat.New(rows, 3)
		s.At(site).Uniform(m)
		return m.Data
	}
	s := Noise(1)
	first, second, other := draw(s, 0, 2), draw(s, 0, 2), draw(s, 1, 2)
	again := Noise(1)
	if !slices.Equal(draw(again, 1, 2), other) || !slices.Equal(draw(again, 0, 1), first[:3]) {
		t.Error("draws depend on the order of sites, or on the number of rows")
	}
	if !slices.Equal(draw(s.Step(0), 0, 2), first) {
		t.Error("a step does not start the draws again")
	}
	all := [][]mat.Float{first, second, other, draw(Noise(2), 0, 2), draw(Noise(1).Step(1), 0, 2), first[3:]}
	for i, x := range all {
		for _, y := range all[:i] {
			if x[0] == y[0] {
				t.Errorf("draws %v and %v are the same", x, y)
			}
		}
	}
}

func TestScript(t *testing.T) {
	s := Script{{1, 2, 3, 4, 5}, {6}}
	m, z := mat.New(2, 2), mat.New(1, 1)
	s.At(0).Uniform(m)
	s.At(0).Normal(z)
	if got := fmt.Sprint(m.Data, z.Data); got != "[1 2 3 4] [5]" {
		t.Errorf("replayed %s", got)
	}
	nntest.Panics(t, "0 numbers left at site 0, 1×1 are wanted", func() { s.At(0).Normal(z) })
	nntest.Panics(t, "Script of 2 sites is asked for site 2", func() { s.At(2) })
}

func TestGrid(t *testing.T) {
	half, third := Steps(0.5, 0.5), Steps(0.5, 1./3)
	g := NewGrid(Draw{0, []Axis{half, third}}, Draw{1, []Axis{half}}, Draw{0, []Axis{third, third}})
	sum, seen := 0.0, map[string]bool{}
	for r := range g.Rows() {
		m, k := mat.New(1, 2), mat.New(1, 1)
		one := g.Only(r)
		site := one.At(0)
		site.Uniform(m)
		line := fmt.Sprint(m.Data)
		site.Normal(m)
		one.At(1).Uniform(k)
		seen[line+fmt.Sprint(m.Data, k.Data)] = true
		sum += g.Weight(r)
		nntest.Panics(t, "no draw of 1×2 left at site 0", func() { site.Uniform(m) })
	}
	if g.Rows() != 32 || len(seen) != 32 || !(sum > 1-1e-12 && sum < 1+1e-12) {
		t.Errorf("%d rows, %d different, weights %v in all", g.Rows(), len(seen), sum)
	}
}

// complainer remembers that it was told something.
type complainer bool

func (c *complainer) Helper()               {}
func (c *complainer) Errorf(string, ...any) { *c = true }

// TestIntegrateSeesMissingCuts is the negative control of Integrate.
func TestIntegrateSeesMissingCuts(t *testing.T) {
	f := Table([]float64{1, 3})
	for missing, cuts := range map[bool]Cuts{
		false: nil,
		true:  func(a float64) []float64 { return []float64{0.9} },
	} {
		var told complainer
		Integrate(&told, est.Reinforce{}, []float64{0.3}, f, cuts)
		if bool(told) != missing {
			t.Errorf("cut missing: %v, told: %v", missing, told)
		}
	}
	for off, got := range map[bool]float64{false: 1, true: 1.01} {
		var told complainer
		Close(&told, "", []float64{got}, []float64{1}, 1e-12, 1e-5)
		if bool(told) != off {
			t.Errorf("Close: off %v, told %v", off, told)
		}
	}
}
