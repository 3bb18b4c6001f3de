package table

import (
	"errors"
	"fmt"
	"slices"
)

// profile describes the columns: the targets by all rows that have one, the others by the training
// rows among them.
func (p *Plan) profile(rows Rows, o *Options) (all, train []Column, err error) {
	var targets []int
	p.counts = map[string]int{}
	err = p.each(rows, o.Target, func(b Batch, i int, part Part) error {
		if train == nil {
			all, train = newColumns(b.Names), newColumns(b.Names)
			for _, name := range o.Target {
				targets = append(targets, slices.Index(b.Names, name))
			}
		}
		p.Rows[part]++
		for _, j := range targets {
			all[j].add(b.Rows[i][j], b.Lines[i])
		}
		if part == Train {
			if y := b.Rows[i][targets[0]]; len(p.counts) <= Limit {
				p.counts[y]++
			}
			for j, s := range b.Rows[i] {
				train[j].add(s, b.Lines[i])
			}
		}
		return nil
	})
	for j := range train {
		all[j].finish()
		train[j].finish()
	}
	if p.Left > 0 {
		p.note("%d rows are left out: their target is missing", p.Left)
	}
	return all, train, err
}

// Each calls f for every row that has a target, row i of the batch, with the part it is in.
func (p *Plan) Each(rows Rows, f func(b Batch, i int, part Part) error) error {
	return p.each(rows, p.Target.Columns, f)
}

// errEnough ends each without an error.
var errEnough = errors.New("enough")

// each calls f for every row that has a target, row i of the batch; it counts the others in Left.
func (p *Plan) each(rows Rows, target []string, f func(b Batch, i int, part Part) error) error {
	p.Left = 0
	n, at := 0, []int(nil)
	by := -1
	for b, err := range rows {
		if err != nil {
			return err
		}
		if at == nil {
			by = slices.Index(b.Names, p.Split.column())
			for _, name := range target {
				at = append(at, slices.Index(b.Names, name))
			}
		}
		for i, row := range b.Rows {
			cell := ""
			if by >= 0 {
				cell = row[by]
			}
			part, err := p.Split.part(n, cell)
			n++
			if slices.ContainsFunc(at, func(j int) bool { return KindOf(row[j]) == Empty }) {
				p.Left++
				continue
			}
			if err == nil {
				err = f(b, i, part)
			}
			switch {
			case err == errEnough:
				return nil
			case err != nil:
				return fmt.Errorf("line %d, %w", b.Lines[i], err)
			}
		}
	}
	return nil
}
