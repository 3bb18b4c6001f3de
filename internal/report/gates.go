package report

import (
	"fmt"
	"html/template"
)

// A gatesView is the distribution of one layer's gates.
type gatesView struct {
	Layer   string
	Said    string
	Figure  figure
	History []small // few epochs, for how it moved
}

// A small is one of several small drawings of a kind.
type small struct {
	Title string
	Body  template.HTML
}

// Epochs shown of a distribution's history.
const fewEpochs = 8

// gateViews returns the distributions, layer by layer in the order they came.
func gateViews(r *Run) (views []gatesView) {
	var order []string
	byLayer := map[string][]Gates{}
	for _, g := range r.Gates {
		if !g.drawable() {
			continue
		}
		if byLayer[g.Layer] == nil {
			order = append(order, g.Layer)
		}
		byLayer[g.Layer] = append(byLayer[g.Layer], g)
	}
	for _, name := range order {
		gs := byLayer[name]
		last := gs[len(gs)-1]
		f := figure{Title: fmt.Sprintf("Share of the gates, epoch %d", last.Epoch), Body: histogram(last)}
		if last.merged(100).peak() > rootFrom {
			f.Note = "Heights by the square root, so that rare values remain visible."
		}
		views = append(views, gatesView{name, polarised(last), f, history(gs)})
	}
	return views
}

// polarised says in words how decided the gates are.
func polarised(g Gates) string {
	if !g.probabilities() {
		if g.Theta == nil {
			return "These are scores, not probabilities, so that nothing is said about polarisation."
		}
		return fmt.Sprintf("These are scores, not probabilities; %s lie above θ = %s, where a block runs.",
			percent(1-g.below(*g.Theta)), number(*g.Theta))
	}
	out := g.outside(0.1)
	verdict := "are not polarised: most are undecided"
	switch {
	case out >= 0.95:
		verdict = "are polarised: nearly all are decided by the input, not by chance"
	case out >= 0.8:
		verdict = "are mostly polarised"
	case out >= 0.5:
		verdict = "are half polarised"
	}
	s := fmt.Sprintf("The gates %s. %s of the probabilities lie outside [0.1, 0.9]: %s below and %s above.",
		verdict, percent(out), percent(g.below(0.1)), percent(1-g.below(0.9)))
	if g.Theta != nil {
		s += fmt.Sprintf(" %s lie above θ = %s.", percent(1-g.below(*g.Theta)), number(*g.Theta))
	}
	return s
}

// history draws the distribution at a few epochs, the first and the last among
// them, over one scale.
func history(gs []Gates) (out []small) {
	if len(gs) < 2 {
		return nil
	}
	picked := pick(len(gs), fewEpochs)
	lo, hi, peak := gs[0].Lo, gs[0].Hi, 0.0
	for _, i := range picked {
		lo, hi = min(lo, gs[i].Lo), max(hi, gs[i].Hi)
		peak = max(peak, gs[i].merged(40).peak())
	}
	const w, h = 180.0, 96.0
	for _, i := range picked {
		g := gs[i].merged(40)
		s := newSVG(w, h, "chart small", fmt.Sprintf("Distribution at epoch %d", g.Epoch))
		all := scale{lo: lo, hi: hi, a: 6, b: w - 6}
		x := scale{lo: g.Lo, hi: g.Hi, a: all.at(g.Lo), b: all.at(g.Hi)}
		g.bars(s, x, h-20, h-26, peak, peak > rootFrom, false)
		s.line(6, h-20, w-6, h-20, "axis")
		s.text(6, h-5, "start", "num", number(lo))
		s.text(w-6, h-5, "end", "num", number(hi))
		out = append(out, small{fmt.Sprintf("epoch %d", g.Epoch), s.html()})
	}
	return out
}

// pick returns up to k indices below n, evenly apart, with both ends.
func pick(n, k int) (is []int) {
	if n <= k {
		k = n
	}
	for i := range k {
		at := 0
		if k > 1 {
			at = i * (n - 1) / (k - 1)
		}
		is = append(is, at)
	}
	return is
}
