package table

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// cell writes a cell into dst, as long as Width.
func (c *Encoded) cell(dst []float32, raw string) error {
	clear(dst)
	if c.Kind == Empty {
		return nil
	}
	if c.Kind == Numeric {
		if x, ok := quick(raw); ok {
			dst[0] = c.scaled(x)
			return nil
		}
	}
	s := strings.TrimSpace(raw)
	if c.Kind == Text {
		c.category(dst, s, raw)
		return nil
	}
	if s == "" || among(s, missing) {
		dst[len(dst)-1] = 1
		return nil
	}
	switch c.Kind {
	case Boolean:
		if dst[0] = -1; among(s, yes) {
			dst[0] = 1
		} else if !among(s, no) {
			return c.wrong(s)
		}
	case Time:
		t, ok := timeOf(s)
		if !ok {
			return c.wrong(s)
		}
		dst[0] = c.scaled(years(t))
		cycles(dst[1:], t)
	default:
		x, ok := number(s)
		if !ok {
			return c.wrong(s)
		}
		if math.IsInf(x, 0) {
			return fmt.Errorf("column %q: %.20q is infinite: mend the cell or leave it empty", c.Name, s)
		}
		dst[0] = c.scaled(x)
	}
	return nil
}

func (c *Encoded) wrong(s string) error {
	return fmt.Errorf("column %q: %.20q is not %s: mend the cell or leave it empty", c.Name, s, c.Kind)
}

// scaled is (x − μ)/σ.
func (c *Encoded) scaled(x float64) float32 {
	σ := c.Std
	if σ == 0 {
		σ = 1
	}
	return float32((x - c.Mean) / σ)
}

// category lights the unit of a category, or the two that its hash names, or is the number of its row.
func (c *Encoded) category(dst []float32, s, raw string) {
	if c.Hash == 0 && c.Rows == 0 {
		if i, ok := slices.BinarySearch(c.Values, raw); ok {
			dst[i] = 1
		}
		return
	}
	if s == "" || among(s, missing) {
		return
	}
	i := hash(s)
	if c.Rows > 0 {
		dst[0] = float32(1 + i%uint64(c.Rows-1))
		return
	}
	dst[i%uint64(len(dst))] = 1
	dst[i>>32%uint64(len(dst))] = 1
}

// Unknown reports whether a cell holds a category that training did not see. Hashed columns do not
// know what they saw.
func (c *Encoded) Unknown(raw string) bool {
	if c.Kind != Text || c.Hash > 0 || c.Rows > 0 || KindOf(raw) == Empty {
		return false
	}
	_, ok := slices.BinarySearch(c.Values, raw)
	return !ok
}

// timeWidth is the numbers of a time: years, three circles, and whether it is missing.
const timeWidth = 1 + 3*2 + 1

// cycles is sin and cos of 2π times the shares of the year, the week and the day that are over.
func cycles(dst []float32, t time.Time) {
	day := (float64(t.Hour()) + float64(t.Minute())/60 + float64(t.Second())/3600) / 24
	year := years(t)
	for i, share := range []float64{year - math.Floor(year), (float64(t.Weekday()) + day) / 7, day} {
		sin, cos := math.Sincos(2 * math.Pi * share)
		dst[2*i], dst[2*i+1] = float32(sin), float32(cos)
	}
}

// hash is a category as 64 bits: FNV-1a, spread by MurmurHash3's finaliser.
func hash(s string) uint64 {
	x := uint64(0xcbf29ce484222325)
	for i := range len(s) {
		x = (x ^ uint64(s[i])) * 0x100000001b3
	}
	return mix(x)
}

func mix(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
