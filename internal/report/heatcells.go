package report

import (
	"fmt"
	"html/template"
)

// cells draws the fractions, classes down and columns across, and returns the
// fraction that the darkest shade stands for.
func cells(r *Run, layer string, columns []blockRow, classes int) (template.HTML, string) {
	top := 0.0
	for _, b := range columns {
		for _, p := range b.open[:classes] {
			top = max(top, p)
		}
	}
	if top == 0 {
		top = 1
	}
	w, h := cell*float64(len(columns)), cell*float64(classes)
	s := newSVG(w, h, "cells", fmt.Sprintf("How often the blocks of %s run, by class", layer)).stretch()
	for i, b := range columns {
		for c, p := range b.open[:classes] {
			tip := fmt.Sprintf("block %d, class %s\nopen for %s", b.first, r.class(c), percent(p))
			if b.n > 1 {
				tip = fmt.Sprintf("%d blocks, class %s\nopen for %s on average", b.n, r.class(c), percent(p))
			}
			s.shade(cell*float64(i), cell*float64(c), cell, cell, p/top, "cell", tip)
		}
	}
	for i := 1; i < len(columns); i++ {
		if columns[i].strongest != columns[i-1].strongest {
			s.line(cell*float64(i), 0, cell*float64(i), h, "cut")
		}
	}
	return s.html(), percent(top)
}

// specialised says in words how much the blocks tell the classes apart.
func specialised(blocks []blockRow) string {
	var picky, never int
	for _, b := range blocks {
		if b.strongest < 0 {
			never++
			continue
		}
		var sum float64
		for _, p := range b.open {
			sum += p
		}
		if b.open[b.strongest] >= 2*sum/float64(len(b.open)) {
			picky++
		}
	}
	s := fmt.Sprintf("%s of %s run at least twice as often for their strongest class as on average",
		integer(picky), count(len(blocks), "block"))
	if never > 0 {
		s += fmt.Sprintf("; %s never ran on the test set", integer(never))
	}
	return s + "."
}
