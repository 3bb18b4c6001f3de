package report

import (
	"math"
	"strings"
	"testing"
)

func TestFormat(t *testing.T) {
	of := func(x float64, f func(float64) string) string { return strings.ReplaceAll(f(x), thin, " ") }
	for _, c := range []struct {
		f    func(float64) string
		x    float64
		want string
	}{
		{percent, 0.0152, "1.52 %"}, {percent, 0.015, "1.5 %"}, {percent, 0.123456, "12.3 %"}, {percent, 1, "100 %"},
		{percent, 0, "0 %"}, {percent, 0.0999, "9.99 %"}, {percent, 0.09999, "10 %"}, {percent, math.NaN(), "–"}, {percent, 1e300, "–"},
		{percent, 12.5, "1250 %"}, {percentFixed, 0.015, "1.50 %"}, {percentFixed, 0.1, "10.0 %"},
		{si, 812, "812"}, {si, 41234, "41.2 k"}, {si, 1.2724e6, "1.27 M"}, {si, 999.4, "999"}, {si, 999600, "1 M"},
		{si, 0, "0"}, {si, -2500, "-2.5 k"}, {si, 3e12, "3 T"}, {si, math.Inf(1), "–"},
		{number, 0.0123456, "0.0123"}, {number, 2, "2"}, {number, 1.5e-7, "1.5e-07"}, {number, 1250, "1250"}, {number, math.NaN(), "–"},
		{duration, 0.4213, "0.421 s"}, {duration, 12.34, "12.3 s"}, {duration, 59.96, "1 min 0 s"}, {duration, 723, "12 min 3 s"},
		{duration, 3599.9, "1 h 00 min"}, {duration, 7500, "2 h 05 min"}, {duration, -1, "–"}, {duration, math.NaN(), "–"},
		{times, 5.912, "5.91×"}, {times, 0.5, "0.5×"},
	} {
		if got := of(c.x, c.f); got != c.want {
			t.Errorf("%g is written %q, want %q", c.x, got, c.want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "−1,000", -100: "−100"} {
		if got := integer(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
	if got := count(1, "epoch") + count(0, "epoch") + count(2000, "epoch"); got != "1 epoch0 epochs2,000 epochs" {
		t.Error(got)
	}
	if got := short("abcdef", 4) + short("äöü", 3); got != "abc…äöü" {
		t.Error(got)
	}
}
