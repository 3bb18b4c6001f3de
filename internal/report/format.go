package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

const (
	none   = "–"      // in place of a number that is not there
	thin   = "\u202f" // narrow no-break space, between a number and its unit
	digits = 3        // significant digits of a rounded number
)

// finite reports whether x is a number that can be drawn.
func finite(x float64) bool { return math.Abs(x) <= 1e15 }

// percent writes a fraction as 0.04 %, 1.5 %, 12.3 %, 100 %.
func percent(x float64) string { return percentTo(x, trimZeros) }

// percentFixed keeps the zeros that percent drops, so that columns align.
func percentFixed(x float64) string {
	return percentTo(x, func(s string) string { return s })
}

func percentTo(x float64, finish func(string) string) string {
	p := 100 * x
	switch {
	case !finite(p):
		return none
	case math.Abs(p) < 9.995:
		return finish(strconv.FormatFloat(p, 'f', 2, 64)) + thin + "%"
	case math.Abs(p) < 999.95:
		return finish(strconv.FormatFloat(p, 'f', 1, 64)) + thin + "%"
	}
	return number(p) + thin + "%"
}

// si writes a count with three digits and a prefix: 812, 41.2 k, 1.27 M.
func si(x float64) string {
	if !finite(x) {
		return none
	}
	unit := ""
	for _, u := range []string{"k", "M", "G", "T"} {
		if math.Abs(x) < 999.5 {
			break
		}
		x, unit = x/1000, thin+u
	}
	return number(x) + unit
}

// integer writes n with its thousands apart: 10,000.
func integer(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// sig writes x with n significant digits, plainly where that is short.
func sig(x float64, n int) string {
	a := math.Abs(x)
	switch {
	case !finite(x):
		return none
	case a == 0:
		return "0"
	case a >= 1e6 || a < 1e-4:
		return strconv.FormatFloat(x, 'g', n, 64)
	}
	places := max(0, n-1-int(math.Floor(math.Log10(a))))
	return strconv.FormatFloat(x, 'f', places, 64)
}

// number writes x shortly, for tooltips and tables: 0.0123, 2, 1.5e-07.
func number(x float64) string { return trimZeros(sig(x, digits)) }

// trimZeros drops the zeros that end a decimal fraction.
func trimZeros(s string) string {
	if strings.Contains(s, ".") && !strings.Contains(s, "e") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// duration writes seconds as 0.42 s, 12.3 s, 12 min 3 s, 2 h 05 min.
func duration(s float64) string {
	switch {
	case math.IsNaN(s) || s < 0 || s > 1e9:
		return none
	case s < 9.995:
		return trimZeros(sig(s, digits)) + thin + "s"
	case s < 59.95:
		return strconv.FormatFloat(s, 'f', 1, 64) + thin + "s"
	}
	t := int(math.Round(s))
	if t < 3600 {
		return fmt.Sprintf("%d%smin %d%ss", t/60, thin, t%60, thin)
	}
	t = (t + 30) / 60
	return fmt.Sprintf("%d%sh %02d%smin", t/60, thin, t%60, thin)
}

// count writes a number with its noun: 1 epoch, 2 epochs.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return integer(n) + " " + noun + "s"
}
