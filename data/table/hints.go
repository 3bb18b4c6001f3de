package table

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Hint is what a column seems to be good for, by what Profile found in it.
type Hint struct {
	Role   string `json:"role,omitempty"`   // "identifier", "constant", "date as text", or nothing
	Target string `json:"target,omitempty"` // what predicting it would be, "3 classes" or "a number"; nothing if it is no target
	Likely bool   `json:"likely,omitempty"` // its name, or its place as the last column, says that it is a target
}

// maxClasses is how many values a number may take and still name classes.
const maxClasses = 20

// targets are names that people give to what is to be predicted.
var targets = []string{"target", "label", "labels", "class", "y", "outcome", "response", "species", "diagnosis",
	"survived", "churn", "default", "quality", "price", "score", "result"}

// otherDates are ways to write dates that KindOf does not take for times.
var otherDates = []string{"02/01/2006", "01/02/2006", "2006/1/2", "1/2/2006", "2/1/2006", "02.01.2006", "2.1.2006",
	"02-01-2006", "2-Jan-2006", "2 Jan 2006", "Jan 2, 2006", "January 2, 2006", "2 January 2006", "20060102",
	"1/2/2006 15:04", "2/1/2006 15:04", "02/01/2006 15:04:05", "01/02/2006 15:04:05", time.RFC1123Z, time.ANSIC}

// Hint of a column, which is the last of its table or not.
func (c *Column) Hint(last bool) (h Hint) {
	name := strings.ToLower(c.Name)
	switch {
	case c.Count == 0:
		return h
	case c.Distinct == 1 && c.Count > 1:
		return Hint{Role: "constant"}
	case c.dates():
		return Hint{Role: "date as text"}
	case c.identifies(name):
		return Hint{Role: "identifier"}
	case c.Kind == Time:
		return h
	}
	few := c.Distinct >= 2 && !c.More && c.Count >= 5*c.Distinct
	switch {
	case c.Kind == Boolean, c.Kind == Text && few && c.mixed == "", c.Kind == Numeric && few && c.Distinct <= maxClasses && c.whole():
		h.Target = fmt.Sprintf("%d classes", c.Distinct)
	case c.Kind == Numeric && c.Distinct > 2:
		h.Target = "a number"
	}
	h.Likely = h.Target != "" && (last || slices.Contains(targets, name))
	return h
}

// identifies says whether the column numbers or names its rows: no two cells are alike, as far as can
// be told, and they are text, or whole numbers without gaps, or its name says so.
func (c *Column) identifies(name string) bool {
	if c.Count <= maxClasses || !c.More && c.Distinct < c.Count {
		return false
	}
	named := name == "id" || name == "uuid" || name == "key" || strings.HasSuffix(name, "_id") || strings.HasSuffix(c.Name, "Id") ||
		strings.HasSuffix(c.Name, "ID")
	switch c.Kind {
	case Text:
		return !c.More || named
	case Numeric:
		return c.whole() && c.infinite == 0 && (named || c.Max-c.Min == float64(c.Count-1))
	}
	return false
}

// whole says whether the numbers that were kept are integers.
func (c *Column) whole() bool {
	for s := range c.seen {
		if x, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil && x != math.Trunc(x) {
			return false
		}
	}
	return true
}

// dates says whether one way to write dates fits all cells that were kept: of numbers, 20240229.
func (c *Column) dates() bool {
	if c.Kind != Text && (c.Kind != Numeric || c.Min < 19000101 || c.Max > 21001231 || !c.whole()) || c.Distinct < 2 {
		return false
	}
	for _, layout := range otherDates {
		fits := true
		for s := range c.seen {
			if _, err := time.Parse(layout, strings.TrimSpace(s)); err != nil {
				fits = false
				break
			}
		}
		if fits {
			return true
		}
	}
	return false
}
