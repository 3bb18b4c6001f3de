package table

import (
	"fmt"

	"gater/data"
)

// Sets reads the table into memory: its three parts, encoded.
func (p *Plan) Sets(rows Rows, name string) (*data.Splits, error) {
	s := &data.Splits{Name: name, Train: p.set(name+" train", p.Rows[Train]), Valid: p.set(name+" valid", p.Rows[Valid]),
		Test: p.set(name+" test", p.Rows[Test])}
	return s, p.read(rows, map[Part]*data.Set{Train: s.Train, Valid: s.Valid, Test: s.Test})
}

// Held is Sets of validation and test alone; the training set is empty.
func (p *Plan) Held(rows Rows, name string) (*data.Splits, error) {
	s := &data.Splits{Name: name, Train: p.set(name+" train", 0), Valid: p.set(name+" valid", p.Rows[Valid]), Test: p.set(name+" test", p.Rows[Test])}
	return s, p.read(rows, map[Part]*data.Set{Valid: s.Valid, Test: s.Test})
}

// set is an empty set with room for n rows.
func (p *Plan) set(name string, n int) *data.Set {
	s := p.Target.EmptySet(name, p.Encoder.Width())
	s.V = make([]float32, 0, n*s.Width)
	return s
}

func (p *Plan) read(rows Rows, parts map[Part]*data.Set) error {
	var r *Reader
	return p.each(rows, p.Target.Columns, func(b Batch, i int, part Part) (err error) {
		if r == nil {
			if r, err = p.Bind(b.Names, true); err != nil {
				return err
			}
		}
		s := parts[part]
		if s == nil {
			return nil
		}
		return r.Append(s, b.Rows[i])
	})
}

// Append adds a row to a set that EmptySet made.
func (r *Reader) Append(s *data.Set, row []string) error {
	n := len(s.V)
	s.V = extend(s.V, s.Width)
	if err := r.Features(s.V[n:], row); err != nil {
		return err
	}
	o := len(s.Y)
	s.Y = extend(s.Y, s.Outputs)
	label, err := r.Answer(s.Y[o:], row)
	if err == nil && s.Labels != nil {
		s.Labels = append(s.Labels, label)
	}
	if err != nil {
		s.V, s.Y = s.V[:n], s.Y[:o]
	}
	return err
}

// extend makes room for n more numbers.
func extend(v []float32, n int) []float32 {
	for len(v)+n > cap(v) {
		v = append(v[:cap(v)], 0)[:len(v)]
	}
	return v[:len(v)+n]
}

// Balance gives the rows of a set with classes weights by which each class of the training set counts
// alike: w = n / (K·n_c).
func Balance(train *data.Set, sets ...*data.Set) error {
	n := make([]int, len(train.Classes))
	for _, y := range train.Labels {
		n[y]++
	}
	return BalanceBy(n, sets...)
}

// BalanceBy is Balance for classes of which the training rows hold so many each.
func BalanceBy(n []int, sets ...*data.Set) error {
	all := 0
	for _, k := range n {
		all += k
	}
	for _, s := range sets {
		if s.Labels == nil {
			return fmt.Errorf("class weights are for classes, the target is %s: drop --class-weights", s.Task)
		}
		s.Weights = make([]float32, s.Len())
		for i, y := range s.Labels {
			if n[y] > 0 {
				s.Weights[i] = float32(all) / float32(len(n)*n[y])
			}
		}
	}
	return nil
}

// Examples reads a labelled table into one set; left is the rows without a target, which are not in it,
// and unknown the cells of each encoded column with a category that training did not see.
func (p *Preprocessing) Examples(rows Rows, name string) (s *data.Set, left int, unknown []int, err error) {
	s, unknown = p.Target.EmptySet(name, p.Encoder.Width()), make([]int, len(p.Encoder.Columns))
	var r *Reader
	for b, err := range rows {
		if err != nil {
			return nil, 0, nil, err
		}
		if r == nil {
			if r, err = p.Bind(b.Names, true); err != nil {
				return nil, 0, nil, err
			}
		}
		for i, row := range b.Rows {
			switch err := r.Append(s, row); {
			case Missing(err):
				left++
			case err != nil:
				return nil, 0, nil, fmt.Errorf("line %d, %w", b.Lines[i], err)
			default:
				r.Unknown(unknown, row)
			}
		}
	}
	return s, left, unknown, nil
}
