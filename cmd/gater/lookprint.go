package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
)

// gatesSeen is the gates of a layer as they were watched.
type gatesSeen struct {
	Layer   string      `json:"layer"`
	Width   int         `json:"width"` // units of a block
	Asked   float64     `json:"active_asked"`
	Open    float64     `json:"active"` // share of (row, block) pairs
	Dead    []int       `json:"dead"`   // blocks that no row opened
	Always  []int       `json:"always"` // blocks that every row opened
	Blocks  []blockSeen `json:"blocks"`
	classes []string
	present []bool // the model told the class of some row
}

// blockSeen is a block.
type blockSeen struct {
	Block    int           `json:"block"`
	Open     float64       `json:"open"`               // share of the rows that opened it
	ByClass  []float64     `json:"by_class,omitempty"` // share of a class's rows
	Features []featureSeen `json:"features,omitempty"`
}

// featureSeen is a feature, and how far its mean over the rows that open a block is from its mean,
// in standard deviations.
type featureSeen struct {
	Name string  `json:"name"`
	D    float64 `json:"d"`
}

func topFeatures(all []featureSeen, n int) []featureSeen {
	slices.SortStableFunc(all, func(a, b featureSeen) int { return cmp.Compare(math.Abs(b.D), math.Abs(a.D)) })
	return all[:min(n, len(all))]
}

// print writes a line about the layer, and one a block: all, or the most telling ones.
func (g *gatesSeen) print(w io.Writer, all bool) error {
	fmt.Fprintf(w, "\nlayer %s: %d blocks of %d units, %s open, %s asked\n", g.Layer, len(g.Blocks), g.Width, percent(g.Open), percent(g.Asked))
	for _, x := range []struct {
		what   string
		blocks []int
	}{{"never open", g.Dead}, {"always open", g.Always}} {
		if len(x.blocks) > 0 {
			fmt.Fprintf(w, "  %s: %s\n", x.what, some(x.blocks, 24))
		}
	}
	const shown = 12
	blocks := slices.Clone(g.Blocks)
	if !all {
		blocks = slices.DeleteFunc(blocks, func(b blockSeen) bool { return b.Open == 0 || b.Open == 1 })
		slices.SortStableFunc(blocks, func(a, b blockSeen) int { return cmp.Compare(g.spread(b), g.spread(a)) })
		blocks = blocks[:min(shown, len(blocks))]
	}
	slices.SortStableFunc(blocks, func(a, b blockSeen) int { return cmp.Compare(b.Open, a.Open) })
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "  block\topen\tmost for\tleast for\tgoes with\n")
	for _, b := range blocks {
		most, least := g.extremes(b)
		var with []string
		for _, f := range b.Features {
			with = append(with, fmt.Sprintf("%s %+.1fσ", f.Name, f.D))
		}
		fmt.Fprintf(t, "  %d\t%s\t%s\t%s\t%s\n", b.Block, percent(b.Open), most, least, strings.Join(with, ", "))
	}
	if len(blocks) < len(g.Blocks) {
		fmt.Fprintf(t, "  … %d more: --all, --html or --json has them\n", len(g.Blocks)-len(blocks))
	}
	return t.Flush()
}

// spread is how differently a block treats the classes, or how even its openings are where there are
// none.
func (g *gatesSeen) spread(b blockSeen) float64 {
	if len(b.ByClass) == 0 {
		return b.Open * (1 - b.Open)
	}
	lo, hi := math.Inf(1), 0.0
	for c, x := range b.ByClass {
		if g.present[c] {
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	return hi - lo
}

// extremes is the classes that open a block most and least often.
func (g *gatesSeen) extremes(b blockSeen) (most, least string) {
	hi, lo := -1, -1
	for c, x := range b.ByClass {
		if !g.present[c] {
			continue
		}
		if hi < 0 || x > b.ByClass[hi] {
			hi = c
		}
		if lo < 0 || x < b.ByClass[lo] {
			lo = c
		}
	}
	if hi < 0 || b.Open == 0 {
		return "", ""
	}
	say := func(c int) string { return g.classes[c] + " " + percent(b.ByClass[c]) }
	return say(hi), say(lo)
}

// some is the first numbers of a list.
func some(xs []int, n int) string {
	text := strings.Trim(fmt.Sprint(xs[:min(n, len(xs))]), "[]")
	if len(xs) > n {
		text += fmt.Sprintf(" and %d more", len(xs)-n)
	}
	return text
}
