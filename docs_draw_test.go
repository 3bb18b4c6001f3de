package gater_test

import (
	"fmt"
	"math"
	"strings"

	"gater/est"
	"gater/nn"
)

// A picture is panels beside each other, a panel some curves over the inputs.
type picture struct {
	name   string
	panels []panel
}

type panel struct {
	title string
	lines []curve
}

type curve struct {
	name string
	y    []float64
}

// pictures is all of them.
func pictures() (all []picture) {
	var unit, other []curve
	for _, c := range est.Curves {
		l := curve{fmt.Sprintf("%s, %v", c.Name, c.Sharpness), slope(est.Surrogate{Curve: c.Name}, 0.5)}
		if c.Area == 1 {
			unit = append(unit, l)
		} else {
			other = append(other, l)
		}
	}
	var relaxed, way []curve
	for _, τ := range []float64{2, 1, 0.5, 0.1} {
		e := est.Concrete{Tau: nn.Fix(τ)}
		relaxed = append(relaxed, curve{fmt.Sprint("τ = ", τ), value(e, 0.5)})
		way = append(way, curve{fmt.Sprint("τ = ", τ), slope(e, 0.5)})
	}
	st, steep := est.StraightThroughSigmoid{}, est.StraightThroughSigmoid{Slope: nn.Fix(3)}
	noisy := est.NoisyRectifier{Logistic: true}
	return []picture{
		{"surrogate", []panel{
			{"forward: h", []curve{{"1[a > 0]", value(est.Surrogate{}, 0.5)}}},
			{"pseudo-gradient c(a) of area 1; name, k", unit},
			{"of another area", other}}},
		{"straight-through", []panel{
			{"forward: E[h]", []curve{{"p = σ(a)", mean(st)}, {"σ(3a)", mean(steep)}}},
			{"mean pseudo-gradient, f(h) = h", []curve{
				{"st", expected(est.StraightThrough{}, line, 1)}, {"st-clipped", expected(est.StraightThroughClipped{}, line, 1)},
				{"st-open", expected(est.StraightThroughOpen{}, line, 1)}, {"st-sigmoid: the truth", expected(st, line, 1)},
				{"st-sigmoid, m = 3", slope(steep, on)}}}}},
		{"reinmax", []panel{
			{"pseudo-gradient, f(h) = h", []curve{{"h = 1: ½(1−p)", slope(est.ReinMax{}, on)}, {"h = 0: ½p", slope(est.ReinMax{}, off)},
				{"mean: the truth", expected(est.ReinMax{}, line, 1)}}},
			{"mean, f(h) = (h − 0.45)²", []curve{{"st-sigmoid", expected(st, bowl, 1)}, {"reinmax (under the truth)", expected(est.ReinMax{}, bowl, 1)},
				{"truth", truth(0.1)}}}}},
		{"concrete", []panel{{"forward: y at u = ½", relaxed}, {"pseudo-gradient ∂y/∂a", way}}},
		{"times-smooth", []panel{
			{"forward", []curve{{"h when on: √p", value(est.TimesSmooth{}, on)}, {"sts: E[h] = p", mean(est.TimesSmooth{})},
				{"sts-code: E[h] = p√p", mean(est.TimesSmoothCode{})}}},
			{"mean, f(h) = h", []curve{{"truth of sts", rise(est.TimesSmooth{})}, {"sts: half of it", expected(est.TimesSmooth{}, line, 0.5)},
				{"truth of sts-code", rise(est.TimesSmoothCode{})}, {"sts-code: a third", expected(est.TimesSmoothCode{}, line, 1)}}}}},
		{"noisy-rectifier", []panel{
			{"forward: E[h]", []curve{{"logistic noise", mean(noisy)}, {"Gaussian noise", mean(est.NoisyRectifier{})}, {"no noise", mean(est.Rectifier{})}}},
			{"∂E[h]/∂a = P(h > 0)", []curve{{"logistic noise", rise(noisy)}, {"Gaussian noise", rise(est.NoisyRectifier{})}, {"no noise", rise(est.Rectifier{})}}}}},
	}
}

var colours = []string{"#0a5ca8", "#c2500a", "#08805a", "#8f45ad", "#94690a", "#1a86b0", "#c0336c", "#5a636e", "#222222"}

// svg draws the panels, with the names of the curves below.
func (p picture) svg() string {
	const w, h = 400.0, 260.0
	longest := 0
	for _, q := range p.panels {
		longest = max(longest, len(q.lines))
	}
	height := h + 34 + 17*float64((longest+1)/2)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.1f %.1f" font-family="sans-serif" font-size="12">`+"\n", w*float64(len(p.panels)), height)
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	for i, q := range p.panels {
		q.draw(&b, w*float64(i), w, h)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (q panel) draw(b *strings.Builder, left, w, h float64) {
	lo, hi := 0.0, 0.0
	for _, l := range q.lines {
		for _, y := range l.y {
			lo, hi = min(lo, y), max(hi, y)
		}
	}
	a := span()
	x := func(v float64) float64 { return left + 48 + (v-a[0])/(a[len(a)-1]-a[0])*(w-64) }
	y := func(v float64) float64 { return h - (v-lo)/(hi-lo)*(h-40) }
	fmt.Fprintf(b, `<text x="%.1f" y="20.0" font-weight="bold">%s</text>`+"\n", left+48, strings.ReplaceAll(q.title, ">", "&gt;"))
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)*1.2)))
	if (hi-lo)/step < 2.5 {
		step /= 4
	}
	for k := math.Ceil(lo / step); k*step <= hi+1e-9; k++ {
		fmt.Fprintf(b, `<path d="M%.1f %.1fH%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end" fill="#5a636e">%.3g</text>`+"\n",
			x(a[0]), y(k*step), x(6), x(a[0])-5, y(k*step)+4, k*step)
	}
	for _, t := range []float64{-6, -3, 0, 3, 6} {
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle" fill="#5a636e">%v</text>`+"\n", x(t), h+16, t)
	}
	for i, l := range q.lines {
		fmt.Fprintf(b, `<path fill="none" stroke-width="2" stroke="%s" d="`, colours[i])
		for j, v := range l.y {
			fmt.Fprintf(b, "%c%.1f %.1f", "ML"[min(j, 1)], x(a[j]), y(v))
		}
		at, level := left+48+float64(i%2)*(w-48)/2, h+38+17*float64(i/2)
		fmt.Fprintf(b, `"/><path stroke-width="3" stroke="%s" d="M%.1f %.1fh14"/><text x="%.1f" y="%.1f" font-size="11">%s</text>`+"\n",
			colours[i], at, level-4, at+19, level, strings.ReplaceAll(l.name, ">", "&gt;"))
	}
}
