package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A confusionView is the table of labels against predictions.
type confusionView struct {
	Said  string
	Names []string
	Rows  []confusionRow // none if there are too many classes for a table
}

type confusionRow struct {
	Name  string
	Cells []confusionCell
	Error string
}

// A confusionCell is a count; Shade in [0, 1] grows with a mistake's weight.
type confusionCell struct {
	Text, Tip string
	Shade     string
	Right     bool
}

// A mistake is a pair of classes that was confused n times.
type mistake struct{ label, predicted, n int }

const confusionClasses = 25

// confusion returns the view of the test set's confusion matrix, nil if there
// is no square one.
func confusion(r *Run) *confusionView {
	if r.End == nil || len(r.End.Confusion) == 0 {
		return nil
	}
	m := r.End.Confusion
	for _, row := range m {
		if len(row) != len(m) {
			return nil
		}
	}
	ms := mistakes(m)
	v := &confusionView{Said: r.confused(ms)}
	if len(m) > confusionClasses {
		v.Said += fmt.Sprintf(" A table of %d classes would not be legible.", len(m))
		return v
	}
	worst := 1
	if len(ms) > 0 {
		worst = ms[0].n
	}
	for label, row := range m {
		v.Names = append(v.Names, r.class(label))
		v.Rows = append(v.Rows, r.confusionRow(label, row, worst))
	}
	return v
}

func (r *Run) confusionRow(label int, row []int, worst int) confusionRow {
	out := confusionRow{Name: r.class(label)}
	total := 0
	for predicted, n := range row {
		total += n
		c := confusionCell{Right: label == predicted, Shade: "0"}
		if n != 0 {
			c.Text = integer(n)
		}
		if n > 0 && !c.Right {
			c.Shade = strconv.FormatFloat(float64(n)/float64(worst), 'f', 2, 64)
		}
		c.Tip = fmt.Sprintf("label %s, predicted %s\n%s", out.Name, r.class(predicted), count(n, "example"))
		out.Cells = append(out.Cells, c)
	}
	out.Error = none
	if total > 0 {
		out.Error = percentFixed(float64(total-row[label]) / float64(total))
	}
	return out
}

// mistakes returns the confusions, the most frequent first.
func mistakes(m [][]int) (ms []mistake) {
	for label, row := range m {
		for predicted, n := range row {
			if n > 0 && label != predicted {
				ms = append(ms, mistake{label, predicted, n})
			}
		}
	}
	slices.SortStableFunc(ms, func(a, b mistake) int { return cmp.Compare(b.n, a.n) })
	return ms
}

// confused says which classes are most often mistaken.
func (r *Run) confused(ms []mistake) string {
	if len(ms) == 0 {
		return "No test example was mistaken."
	}
	var parts []string
	for _, m := range ms[:min(3, len(ms))] {
		parts = append(parts, fmt.Sprintf("%s for %s (%s)", r.class(m.label), r.class(m.predicted), integer(m.n)))
	}
	return "Most often mistaken: " + strings.Join(parts, ", ") + "."
}
