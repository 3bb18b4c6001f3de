package report

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		s     scale
		n     int
		whole bool
		want  []float64
	}{
		{s: scale{lo: 0, hi: 1}, n: 5, want: []float64{0, 0.2, 0.4, 0.6, 0.8, 1}},
		{s: scale{lo: 1, hi: 60}, n: 6, whole: true, want: []float64{10, 20, 30, 40, 50, 60}},
		{s: scale{lo: 1, hi: 3}, n: 6, whole: true, want: []float64{1, 2, 3}},
		{s: scale{lo: -1, hi: 1}, n: 4, want: []float64{-1, -0.5, 0, 0.5, 1}},
		{s: scale{lo: 0.5, hi: 20, log: true}, n: 5, want: []float64{0.5, 1, 2, 5, 10, 20}},
		{s: scale{lo: 1e-6, hi: 1, log: true}, n: 5, want: []float64{1e-6, 1e-4, 1e-2, 1}},
		{s: scale{lo: 1, hi: 1}, n: 5},
		{s: scale{lo: math.NaN(), hi: 1}, n: 5},
	} {
		got := c.s.ticks(c.n, c.whole)
		same := func(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b)) }
		if !slices.EqualFunc(got, c.want, same) {
			t.Errorf("ticks of %+v are %v, want %v", c.s, got, c.want)
		}
		if slices.ContainsFunc(got, func(v float64) bool { return v == 0 && math.Signbit(v) }) {
			t.Errorf("ticks of %+v hold −0", c.s)
		}
	}
}

func TestAxis(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		values []float64
		from   float64
		lo, hi float64
		log    bool
	}{
		{values: nil, from: 5, lo: 0, hi: 1},
		{values: []float64{0, 0}, from: 5, lo: 0, hi: 1},
		{values: []float64{1, 10, nan, inf}, from: 5, lo: 1 / 1.3, hi: 12, log: true},
		{values: []float64{1, 10}, from: 25, lo: 0, hi: 10.6},
		{values: []float64{1, 10}, from: inf, lo: 0, hi: 10.6},
		{values: []float64{0, 1, 1, 10}, from: 5, lo: 1 / 1.3, hi: 12, log: true},
		{values: []float64{0, 0, 1, 10}, from: 5, lo: 0, hi: 10.6},
		{values: []float64{90, 100}, from: 5, lo: 89.4, hi: 100.6},
		{values: []float64{3}, from: 5, lo: 2.7, hi: 3.3},
		{values: []float64{-1, 1}, from: 5, lo: -1.12, hi: 1.12},
	} {
		var s span
		s.add(c.values...)
		a := s.axis(0, 1, c.from)
		if math.Abs(a.lo-c.lo) > 1e-9 || math.Abs(a.hi-c.hi) > 1e-9 || a.log != c.log {
			t.Errorf("axis of %v is %+v, want %g to %g, log %v", c.values, a, c.lo, c.hi, c.log)
		}
	}
}

func TestScale(t *testing.T) {
	lin, log := scale{lo: 0, hi: 10, a: 100, b: 0}, scale{lo: 0.01, hi: 100, a: 0, b: 4, log: true}
	for _, c := range []struct {
		s       scale
		v, want float64
	}{
		{lin, 0, 100}, {lin, 10, 0}, {lin, 2.5, 75}, {lin, 11, 0}, {lin, -1, 100},
		{log, 0.01, 0}, {log, 1, 2}, {log, 100, 4}, {log, 0, 0}, {log, -3, 0},
	} {
		if got := c.s.at(c.v); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%g is at %g, want %g", c.v, got, c.want)
		}
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct{ at, want []float64 }{
		{[]float64{50, 10}, []float64{50, 10}},
		{[]float64{50, 50, 50}, []float64{50, 60, 70}},
		{[]float64{99, 98, 97}, []float64{100, 90, 80}},
		{[]float64{-5, 3}, []float64{0, 10}},
	} {
		got := slices.Clone(c.at)
		spread(got, 10, 0, 100)
		if !slices.Equal(got, c.want) {
			t.Errorf("%v is spread to %v, want %v", c.at, got, c.want)
		}
	}
}

func TestPick(t *testing.T) {
	for n, want := range map[int]string{0: "[]", 1: "[0]", 3: "[0 1 2]", 8: "[0 1 2 3 4 5 6 7]", 15: "[0 2 4 6 8 10 12 14]"} {
		if got := fmt.Sprint(pick(n, 8)); got != want {
			t.Errorf("of %d: %s, want %s", n, got, want)
		}
	}
}
