package main

import (
	"fmt"
	"strconv"
	"strings"

	"gater"
	"gater/internal/bulk"
)

// worker predicts blocks of rows, in memory that it uses again.
type worker struct {
	b      *bulkPrediction
	s      *gater.Session
	dst    []gater.Prediction
	bad    []error // by row of the block
	table  gater.Table
	rows   gater.Numbers
	pixels bool
	good   []int // numbers of the rows that the model gets
	first  int   // what it calls the first of them
}

func newWorker(b *bulkPrediction) (w *worker, err error) {
	w = &worker{b: b, table: gater.Table{Columns: b.columns}}
	_, _, w.pixels = b.m.Pictures()
	o := b.o
	o.Bad = func(row int, err error) { w.bad[w.good[row-w.first]] = err }
	w.s, err = b.m.Session(o)
	return w, err
}

// work is a bulk.Work.
func (w *worker) work(out []byte, rows []bulk.Row) ([]byte, error) {
	w.bad = append(w.bad[:0], make([]error, len(rows))...)
	w.good = w.good[:0]
	w.table.Rows, w.rows = w.table.Rows[:0], w.rows[:0]
	for i, r := range rows {
		if w.bad[i] = r.Err; r.Err == nil {
			w.take(i, r)
		}
	}
	for len(w.dst) < len(w.good) {
		w.dst = append(w.dst, gater.Prediction{})
	}
	if len(w.good) > 0 {
		if err := w.predict(rows); err != nil {
			return nil, fmt.Errorf("%s: %s", w.b.name, strings.TrimPrefix(strings.TrimPrefix(err.Error(), "gater: "), "the table "))
		}
	}
	k := 0
	for i, r := range rows {
		var p *gater.Prediction
		if k < len(w.good) && w.good[k] == i {
			p = &w.dst[k]
			k++
		}
		if err := w.bad[i]; err != nil {
			text := w.b.where(r.Line, err)
			if !w.b.f.skipBad {
				return nil, fmt.Errorf("%s; --skip-bad passes over such rows", text)
			}
			w.b.bad.Add(1)
			w.b.firstBad.CompareAndSwap(nil, &text)
			p = nil
		}
		out = w.b.write.line(out, r.Cells, p)
	}
	w.b.rows.Add(int64(len(rows)))
	return out, nil
}

// take puts row i among those that the model gets.
func (w *worker) take(i int, r bulk.Row) {
	if w.b.inputs == nil {
		w.table.Rows = append(w.table.Rows, r.Cells)
		w.good = append(w.good, i)
		return
	}
	n := len(w.rows)
	if n < cap(w.rows) {
		w.rows = w.rows[:n+1]
	} else {
		w.rows = append(w.rows, make([]float32, len(w.b.inputs)))
	}
	for k, j := range w.b.inputs {
		x, err := strconv.ParseFloat(strings.TrimSpace(r.Cells[j]), 32)
		if w.pixels {
			x /= 255
		}
		if err != nil || x-x != 0 || w.pixels && (x < 0 || x > 1) {
			w.bad[i] = fmt.Errorf("column %q: %.20q is no %s", w.b.columns[j], r.Cells[j], map[bool]string{true: "pixel, 0 to 255", false: "finite number"}[w.pixels])
			w.rows = w.rows[:n]
			return
		}
		w.rows[n][k] = float32(x)
	}
	w.good = append(w.good, i)
}

// predict fills dst for the rows that the model gets.
func (w *worker) predict(rows []bulk.Row) error {
	dst := w.dst[:len(w.good)]
	w.first = rows[w.good[0]].Line
	w.s.From(w.first)
	if w.b.inputs != nil {
		return w.s.Into(dst, w.rows)
	}
	return w.s.Into(dst, &w.table)
}
