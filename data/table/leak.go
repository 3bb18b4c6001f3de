package table

import (
	"math"
	"strings"

	"gater/data"
)

// leakRows is how many training rows are searched for leaks.
const leakRows = 50_000

// leakValues is how many values of a column are told apart.
const leakValues = 400

// A leak is what is known of a column beside the target.
type leak struct {
	name     string
	rows     int
	same     int                       // cells that are the target's
	values   map[string]map[string]int // of the target, by value; nil: too many
	x, y     float64                   // sums for the correlation
	xx, xy   float64
	yy       float64
	nNumbers int
}

// leaks notes columns that give the target away: those that repeat it, those of which each value
// goes with one class, and numbers in a straight line with it.
func (p *Plan) leaks(rows Rows) error {
	var all []*leak
	var at []int
	n := 0
	for b, err := range rows {
		if err != nil {
			return err
		}
		if all == nil {
			all, at = p.suspects(b.Names)
		}
		break
	}
	err := p.each(rows, p.Target.Columns, func(b Batch, i int, part Part) error {
		if part != Train {
			return nil
		}
		if n++; n > leakRows {
			return errEnough
		}
		for _, t := range p.Target.Columns {
			y := b.Rows[i][indexOf(b.Names, t)]
			for k, l := range all {
				l.add(strings.TrimSpace(b.Rows[i][at[k]]), strings.TrimSpace(y))
			}
		}
		return nil
	})
	for _, l := range all {
		if why := l.why(p.Target.Task); why != "" {
			p.note("column %s may give the target away: %s; --drop %s leaves it out", l.name, why, l.name)
		}
	}
	return err
}

// suspects are the columns that are learnt from, and where they are. With several targets none is.
func (p *Plan) suspects(names []string) (all []*leak, at []int) {
	if len(p.Target.Columns) > 1 {
		return nil, nil
	}
	for _, c := range p.Encoder.Columns {
		if c.Kind != Empty {
			all, at = append(all, &leak{name: c.Name, values: map[string]map[string]int{}}), append(at, indexOf(names, c.Name))
		}
	}
	return all, at
}

func indexOf(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}

func (l *leak) add(s, y string) {
	if l.rows++; s == y {
		l.same++
	}
	if l.values != nil {
		s, y := strings.Clone(s), strings.Clone(y)
		if l.values[s] == nil {
			l.values[s] = map[string]int{}
		}
		if l.values[s][y]++; len(l.values) > leakValues {
			l.values = nil
		}
	}
	if s == "" || y == "" {
		return
	}
	a, ok := number(s)
	b, too := number(y)
	if ok && too && !math.IsInf(a, 0) && !math.IsInf(b, 0) {
		l.nNumbers++
		l.x, l.y = l.x+a, l.y+b
		l.xx, l.xy, l.yy = l.xx+a*a, l.xy+a*b, l.yy+b*b
	}
}

// why says how a column gives the target away, if it does: in 999 rows of 1,000.
func (l *leak) why(task data.Task) string {
	most := 0.999 * float64(l.rows)
	switch {
	case l.rows < 20:
	case float64(l.same) >= most:
		return "it repeats it"
	case task == data.Number:
		if r := l.correlation(); math.Abs(r) > 0.9995 && float64(l.nNumbers) >= most {
			return "the target is a straight line in it"
		}
	case l.values != nil && len(l.values) < l.rows/10:
		right := 0
		for _, ys := range l.values {
			best := 0
			for _, n := range ys {
				best = max(best, n)
			}
			right += best
		}
		if float64(right) >= most && right > l.commonest() {
			return "each of its values goes with one class"
		}
	}
	return ""
}

// commonest is how many rows have the commonest target.
func (l *leak) commonest() (best int) {
	sum := map[string]int{}
	for _, ys := range l.values {
		for y, n := range ys {
			sum[y] += n
			best = max(best, sum[y])
		}
	}
	return best
}

// correlation is Pearson's r.
func (l *leak) correlation() float64 {
	n := float64(l.nNumbers)
	return (n*l.xy - l.x*l.y) / math.Sqrt((n*l.xx-l.x*l.x)*(n*l.yy-l.y*l.y))
}
