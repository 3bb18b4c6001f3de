package report

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
)

// A heatView shows how often each block of a layer runs for each class.
type heatView struct {
	Layer   string
	Said    string
	Note    string
	Groups  []group
	Rows    []heatRow
	Body    template.HTML
	Top     string // value of the darkest cell
	Classes int
}

// A group is a stretch of columns with the same strongest class.
type group struct {
	Name, Tip string
	Columns   int
}

// A heatRow is the margin of one class.
type heatRow struct{ Name, Mean string }

// A blockRow is one block, or the mean of several.
type blockRow struct {
	open      []float64 // by class
	strongest int       // class; -1 if the block never ran
	first     int       // number of the (first) block
	n         int       // blocks meant
}

const (
	heatColumns = 120 // from more blocks on, neighbours share a column
	heatClasses = 40
	cell        = 10.0 // user units; the drawing is stretched
)

// heatViews returns the layers that recorded which blocks ran.
func heatViews(r *Run) (views []heatView) {
	if r.End == nil {
		return nil
	}
	for _, l := range r.End.Layers {
		if len(l.OpenByClass) > 0 && len(l.OpenByClass[0]) > 0 {
			views = append(views, heat(r, l))
		}
	}
	return views
}

func heat(r *Run, l LayerOpen) heatView {
	classes := len(l.OpenByClass[0])
	v := heatView{Layer: l.Name, Classes: min(classes, heatClasses)}
	blocks := sorted(l.OpenByClass, classes)
	v.Said = specialised(blocks)
	columns := blocks
	if len(blocks) > heatColumns {
		columns = aggregate(blocks, heatColumns)
		v.Note = fmt.Sprintf("%s blocks in %d columns: each is the mean of neighbours in the sorted order.",
			integer(len(blocks)), len(columns))
	}
	if classes > heatClasses {
		v.Note += fmt.Sprintf(" The first %d of %d classes.", heatClasses, classes)
	}
	v.Groups = groups(r, columns)
	for c := range v.Classes {
		var sum float64
		for _, b := range blocks {
			sum += b.open[c]
		}
		v.Rows = append(v.Rows, heatRow{r.class(c), percentFixed(sum / float64(len(blocks)))})
	}
	v.Body, v.Top = cells(r, l.Name, columns, v.Classes)
	return v
}

// sorted returns the blocks by strongest class, the most open first, those
// that never ran last.
func sorted(open [][]float64, classes int) []blockRow {
	blocks := make([]blockRow, len(open))
	for i, row := range open {
		b := blockRow{open: make([]float64, classes), strongest: -1, first: i, n: 1}
		best := 0.0
		for c, p := range row[:min(classes, len(row))] {
			b.open[c] = min(1, max(0, p))
			if b.open[c] > best {
				best, b.strongest = b.open[c], c
			}
		}
		blocks[i] = b
	}
	slices.SortStableFunc(blocks, func(a, b blockRow) int {
		switch {
		case a.strongest == b.strongest && a.strongest < 0:
			return 0
		case a.strongest == b.strongest:
			return cmp.Compare(b.open[b.strongest], a.open[a.strongest])
		case a.strongest < 0 || b.strongest < 0:
			return cmp.Compare(b.strongest, a.strongest)
		}
		return cmp.Compare(a.strongest, b.strongest)
	})
	return blocks
}

// aggregate averages neighbours of the same strongest class, into about n.
func aggregate(blocks []blockRow, n int) (out []blockRow) {
	each := (len(blocks) + n - 1) / n
	for i := 0; i < len(blocks); {
		sum := blockRow{open: make([]float64, len(blocks[i].open)), strongest: blocks[i].strongest, first: blocks[i].first}
		for ; i < len(blocks) && sum.n < each && blocks[i].strongest == sum.strongest; i++ {
			for c, p := range blocks[i].open {
				sum.open[c] += p
			}
			sum.n++
		}
		for c := range sum.open {
			sum.open[c] /= float64(sum.n)
		}
		out = append(out, sum)
	}
	return out
}

// groups returns the stretches of columns with one strongest class.
func groups(r *Run, columns []blockRow) (gs []group) {
	for i := 0; i < len(columns); {
		at, n, blocks := i, columns[i].strongest, 0
		for ; i < len(columns) && columns[i].strongest == n; i++ {
			blocks += columns[i].n
		}
		g := group{Name: "dead", Tip: count(blocks, "block") + " never ran on the test set", Columns: i - at}
		if n >= 0 {
			g.Name = r.class(n)
			g.Tip = fmt.Sprintf("%s most open for class %s", count(blocks, "block"), g.Name)
		}
		gs = append(gs, g)
	}
	return gs
}

// class returns the name of class c.
func (r *Run) class(c int) string {
	if c >= 0 && c < len(r.Start.Classes) {
		return r.Start.Classes[c]
	}
	return strconv.Itoa(c)
}
