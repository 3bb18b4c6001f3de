package main

import (
	"fmt"
	"math"

	"gater"
	"gater/data"
	"gater/data/table"
	"gater/internal/bulk"
	"gater/internal/catalog"
	"gater/internal/model"
)

// gateWatch counts which blocks open for which rows.
type gateWatch struct {
	m     *model.Model
	used  *gater.Model
	o     gater.Options
	rows  int
	class []int         // rows by the class that the model tells
	open  [][][]float64 // [layer][block][class]: rows
	names []string      // of features, where the rows are of a table
	sum   []float64     // of every feature over all rows, and of its square
	sq    []float64
	with  [][][]float64 // [layer][block][feature]: the sum over rows that open the block
}

func newGateWatch(m *model.Model, used *gater.Model, o gater.Options) *gateWatch {
	w := &gateWatch{m: m, used: used, o: o, class: make([]int, max(1, len(m.Classes)))}
	if m.Prep != nil {
		w.names = features(m.Prep.Encoder)
		w.sum, w.sq = make([]float64, len(w.names)), make([]float64, len(w.names))
	}
	for _, g := range m.Gates {
		open, with := make([][]float64, g.Layer.Blocks()), make([][]float64, g.Layer.Blocks())
		for b := range open {
			open[b], with[b] = make([]float64, len(w.class)), make([]float64, len(w.names))
		}
		w.open, w.with = append(w.open, open), append(w.with, with)
	}
	return w
}

// features names the numbers that a row of a table becomes. The number of a row that is looked up has no
// name: it is no more or less of anything.
func features(e *table.Encoder) (names []string) {
	for _, c := range e.Columns {
		n := c.Width()
		for i := range n {
			switch {
			case c.Kind == table.Text && c.Rows > 0:
				names = append(names, "")
			case c.Kind == table.Text && c.Hash == 0:
				names = append(names, c.Name+"="+c.Values[i])
			case c.Kind == table.Text:
				names = append(names, fmt.Sprintf("%s#%d", c.Name, i))
			case i == n-1:
				names = append(names, c.Name+" missing")
			case i == 0:
				names = append(names, c.Name)
			default:
				names = append(names, c.Name+[]string{"", " sin(year)", " cos(year)", " sin(week)", " cos(week)", " sin(day)", " cos(day)"}[i])
			}
		}
	}
	return names
}

// file watches the gates on the first rows of a file; rows that cannot be read are left out.
func (w *gateWatch) file(name string, rows int) error {
	src, f, err := source(name)
	if err != nil {
		return err
	}
	defer f.Close()
	b := &bulkPrediction{f: &predictFlags{to: "csv", skipBad: true}, m: w.used, name: name, columns: src.Columns()}
	if err := b.start(); err != nil {
		return err
	}
	b.o = w.o
	k, err := newWorker(b)
	if err != nil {
		return err
	}
	var read *table.Reader
	if w.m.Prep != nil {
		if read, err = w.m.Prep.Bind(b.columns, false); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	x := make([]float32, len(w.names))
	return bulk.Each(src, func(block []bulk.Row) (bool, error) {
		block = block[:min(len(block), rows-w.rows)]
		if _, err := k.work(nil, block); err != nil {
			return false, err
		}
		for i, at := range k.good {
			if k.bad[at] == nil {
				if read != nil && read.Features(x, block[at].Cells) != nil {
					continue
				}
				w.take(&k.dst[i], x)
			}
		}
		return w.rows < rows, nil
	})
}

// pictures watches the gates on the first of some pictures.
func (w *gateWatch) pictures(set *data.Set, rows int) error {
	s, err := w.used.Session(w.o)
	if err != nil {
		return err
	}
	var p [1]gater.Prediction
	for i := range min(rows, set.Len()) {
		if err := s.Into(p[:], gater.Pictures{set.Pixels(i)}); err != nil {
			return err
		}
		w.take(&p[0], nil)
	}
	return nil
}

// take counts a row.
func (w *gateWatch) take(p *gater.Prediction, x []float32) {
	c := max(0, p.Class)
	w.rows++
	w.class[c]++
	for j, v := range x {
		w.sum[j] += float64(v)
		w.sq[j] += float64(v) * float64(v)
	}
	for l, blocks := range p.Gates {
		for _, b := range blocks {
			w.open[l][b][c]++
			for j, v := range x {
				w.with[l][b][j] += float64(v)
			}
		}
	}
}

// seen is what came of it, layer by layer.
func (w *gateWatch) seen(c *catalog.Config) (all []gatesSeen) {
	asked := c.Gated()
	n := float64(max(1, w.rows))
	for l, g := range w.m.Gates {
		s := gatesSeen{Layer: g.Name, Width: g.Layer.Width, Asked: asked[l].Active, classes: w.m.Classes, Dead: []int{}, Always: []int{}}
		for b, by := range w.open[l] {
			k := blockSeen{Block: b}
			open := 0.0
			for c, x := range by {
				open += x
				k.ByClass = append(k.ByClass, x/float64(max(1, w.class[c])))
			}
			if len(w.m.Classes) == 0 || w.m.Task != data.Classes {
				k.ByClass = nil
			}
			k.Open = open / n
			s.Open += k.Open / float64(len(w.open[l]))
			switch open {
			case 0:
				s.Dead = append(s.Dead, b)
			case n:
				s.Always = append(s.Always, b)
			default:
				k.Features = w.goWith(l, b, open, n)
			}
			s.Blocks = append(s.Blocks, k)
		}
		for c, x := range w.class {
			if len(w.m.Classes) > 0 {
				s.present = append(s.present, x > 0 && c < len(w.m.Classes))
			}
		}
		all = append(all, s)
	}
	return all
}

// goWith is the features whose mean over the rows that open a block is furthest from that over all,
//
//	d_j = (mean(x_j | open) − mean(x_j)) / σ(x_j).
func (w *gateWatch) goWith(l, b int, open, n float64) (best []featureSeen) {
	for j, name := range w.names {
		mean := w.sum[j] / n
		σ := math.Sqrt(w.sq[j]/n - mean*mean)
		if !(σ > 1e-6) || name == "" {
			continue
		}
		d := (w.with[l][b][j]/open - mean) / σ
		best = append(best, featureSeen{name, d})
	}
	return topFeatures(best, 3)
}
