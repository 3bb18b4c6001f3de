package nn

import (
	"fmt"
	"math"
	"slices"

	"gater/mat"
)

// Embedding looks up vectors: of the columns of x, some hold the number of a row of a table each,
//
//	y = [the other columns of x | W_1[x_c₁] | W_2[x_c₂] | …],
//
// with W the tables one below the other. A number that its table does not have is taken for 0, the
// row of what is not known. Of W a pass reads and learns only the rows it meets, and tells W's
// Sleeper which: with opt.Lazy the other rows are not touched.
type Embedding struct {
	Columns []int // of x, those with numbers
	W       *Param

	first []int // row of W at which a column's table begins, and the number of all rows at the end
	rest  []int // the other columns
}

// NewEmbedding makes a layer of zeros for in columns; the table of columns[i] has rows[i] rows.
func NewEmbedding(in int, columns, rows []int, width int) *Embedding {
	l := &Embedding{Columns: columns, first: []int{0}}
	for i := range columns {
		l.first = append(l.first, l.first[i]+rows[i])
	}
	for c := range in {
		if !slices.Contains(columns, c) {
			l.rest = append(l.rest, c)
		}
	}
	l.W = NewParam(l.first[len(columns)], width, FanTable)
	return l
}

// In and Out are the layer's widths.
func (l *Embedding) In() int  { return len(l.rest) + len(l.Columns) }
func (l *Embedding) Out() int { return len(l.rest) + len(l.Columns)*l.W.Val.Cols }

// Table is the rows of W, first to end-1, that are column number i's.
func (l *Embedding) Table(i int) (first, end int) { return l.first[i], l.first[i+1] }

func (l *Embedding) String() string { return fmt.Sprintf("Embedding %d→%d", l.In(), l.Out()) }

// Run looks up, and back: ∂W_i[x_cᵢ] += ∂y; a number has no gradient.
func (l *Embedding) Run(p *Pass, x *Var, next Next) []float64 {
	if x.Val.Cols != l.In() {
		checkCols(l.String(), x, l.In())
	}
	met := l.rows(p, x.Val)
	l.W.read(p, met)
	y, n, k, width := p.New(x.Val.Rows, l.Out()), len(l.rest), len(l.Columns), l.W.Val.Cols
	for r := range y.Val.Rows {
		to, from := y.Val.Row(r), x.Val.Row(r)
		for j, c := range l.rest {
			to[j] = from[c]
		}
		for i, row := range met.Block[r*k : (r+1)*k] {
			copy(to[n+i*width:n+(i+1)*width], l.W.Val.Row(int(row)))
		}
	}
	loss := next(y)
	for r := range y.Grad.Rows {
		dy := y.Grad.Row(r)
		if p.Depth == Learn {
			for i, row := range met.Block[r*k : (r+1)*k] {
				mat.AddScaled(l.W.Grad.Row(int(row)), 1, dy[n+i*width:n+(i+1)*width])
			}
		}
		if wants(p, x) {
			for j, c := range l.rest {
				x.Grad.Row(r)[c] += dy[j]
			}
		}
	}
	if p.Depth == Learn {
		l.W.learnt(met)
	}
	return loss
}

// rows is which rows of W the rows of x meet, column by column; by row of W too if someone asks.
func (l *Embedding) rows(p *Pass, x mat.M) *mat.Pairs {
	k, all := len(l.Columns), l.W.Val.Rows
	o := p.mem.pairs.one()
	*o = mat.Pairs{Rows: x.Rows, Blocks: all, Width: l.W.Val.Cols,
		ROff: p.mem.ints.take(x.Rows + 1), Block: p.mem.ints.take(x.Rows*k + 1)[:x.Rows*k]}
	for r := range x.Rows {
		o.ROff[r] = int32(r * k)
		for i, c := range l.Columns {
			v := math.Round(float64(x.Row(r)[c]))
			row := l.first[i]
			if v > 0 && v < float64(l.first[i+1]-l.first[i]) {
				row += int(v)
			}
			o.Block[r*k+i] = int32(row)
		}
	}
	o.ROff[x.Rows] = int32(x.Rows * k)
	if l.W.Sleeper != nil {
		o.ByBlock(p.mem.ints.take)
	}
	return o
}

// Visit names W.
func (l *Embedding) Visit(v *Visitor) { v.Param("weight", l.W) }
