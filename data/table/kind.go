package table

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Kind is what the cells of a column are.
type Kind string

// The kinds. A column whose cells are of several kinds is Text.
const (
	Empty   Kind = "empty"
	Boolean Kind = "boolean"
	Numeric Kind = "numeric"
	Time    Kind = "time"
	Text    Kind = "text"
)

// layouts are the times that are recognised, the most exact first; a day may also be written with
// slashes.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04", time.DateOnly,
	"2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02"}

var (
	missing = []string{"na", "n/a", "null", "nan"}
	yes     = []string{"true", "yes"}
	no      = []string{"false", "no"}
)

// among says whether s is in words, in any case; unlike strings.ToLower it allocates nothing.
func among(s string, words []string) bool {
	for _, w := range words {
		if strings.EqualFold(s, w) {
			return true
		}
	}
	return false
}

// KindOf is the kind of one cell. Nothing, NA, N/A, null and NaN are Empty; infinity is Numeric.
func KindOf(s string) Kind {
	s = strings.TrimSpace(s)
	switch {
	case s == "" || among(s, missing):
		return Empty
	case among(s, yes) || among(s, no):
		return Boolean
	}
	if _, ok := number(s); ok {
		return Numeric
	}
	if _, ok := timeOf(s); ok {
		return Time
	}
	return Text
}

// number is the number in a cell without space around it; it may be infinite.
func number(s string) (float64, bool) {
	if c := s[0]; c > '9' && c != 'i' && c != 'I' && c != 'n' && c != 'N' {
		return 0, false // most text: an error of ParseFloat is dear
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil || math.IsInf(x, 0)
}

// timeOf is the time in a cell without space around it, in UTC where it names no zone.
func timeOf(s string) (time.Time, bool) {
	if len(s) < 10 || s[4] != '-' && s[4] != '/' {
		return time.Time{}, false
	}
	for _, l := range layouts {
		if l[4] == s[4] && (len(l) == 10) == (len(s) == 10) {
			if t, err := time.Parse(l, s); err == nil {
				return t, true
			}
		}
	}
	return time.Time{}, false
}

// years is a time as years: 2024.5 is the middle of 2024.
func years(t time.Time) float64 {
	y := t.Year()
	begin := time.Date(y, 1, 1, 0, 0, 0, 0, t.Location())
	return float64(y) + t.Sub(begin).Hours()/begin.AddDate(1, 0, 0).Sub(begin).Hours()
}
