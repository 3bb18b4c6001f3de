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

// layouts are the times that are recognised, the most exact first.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, time.DateOnly}

var (
	missing  = []string{"na", "n/a", "null", "nan"}
	booleans = []string{"true", "false", "yes", "no"}
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
	case among(s, booleans):
		return Boolean
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil || math.IsInf(x, 0) {
		return Numeric
	}
	for _, l := range layouts {
		if _, err := time.Parse(l, s); err == nil {
			return Time
		}
	}
	return Text
}
