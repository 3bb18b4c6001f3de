package bench

import (
	"fmt"
	"io"
	"strings"
)

// The chart is a plot of the unit square and a little above it.
const (
	chartW, chartH = 640, 420
	chartL, chartB = 60, 50
	chartR, chartT = 30, 40
	chartTop       = 1.2 // of the vertical axis
)

// curves are what is drawn, the last on top.
var curves = []struct{ name, style string }{
	{"ideal: the share of blocks open", `stroke="#999" stroke-dasharray="2 3"`},
	{"multiply-adds, gaters included", `stroke="#c60" stroke-dasharray="6 3"`},
	{"measured", `stroke="#1b6ca8" stroke-width="2"`},
}

func atX(p float64) float64 { return chartL + p*(chartW-chartL-chartR) }
func atY(t float64) float64 {
	return chartH - chartB - min(t, chartTop)/chartTop*(chartH-chartB-chartT)
}

// SVG draws the curve: the time measured with its spread, the time by arithmetic with gaters, and
// the ideal, which is the share of blocks open.
func (c *Curve) SVG(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", chartW, chartH)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", chartW, chartH)
	c.axes(&b)
	var ideal, bound, measured []string
	for _, p := range c.Points {
		ideal = append(ideal, xy(p.Active, p.Active))
		bound = append(bound, xy(p.Active, p.Ceiling))
		measured = append(measured, xy(p.Active, p.Measured.Median))
		fmt.Fprintf(&b, `<line x1="%[1]s" y1="%[2]s" x2="%[1]s" y2="%[3]s" stroke="#1b6ca8"/>`+"\n",
			px(atX(p.Active)), px(atY(p.Measured.Min)), px(atY(p.Measured.Max)))
		fmt.Fprintf(&b, `<circle cx="%s" cy="%s" r="3" fill="#1b6ca8"><title>%s open: %.3f of dense</title></circle>`+"\n",
			px(atX(p.Active)), px(atY(p.Measured.Median)), share(p.Active), p.Measured.Median)
	}
	for i, points := range [][]string{ideal, bound, measured} {
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" %s/>`+"\n", strings.Join(points, " "), curves[i].style)
	}
	c.legend(&b)
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *Curve) axes(b *strings.Builder) {
	for i := 0; i <= 5; i++ {
		v := float64(i) / 5
		line(b, atX(v), atY(0), atX(v), atY(chartTop))
		text(b, atX(v), chartH-chartB+18, "middle", fmt.Sprintf("%.0f %%", 100*v))
	}
	for i := 0; i <= 6; i++ {
		v := float64(i) / 5
		line(b, atX(0), atY(v), atX(1), atY(v))
		text(b, chartL-8, atY(v)+4, "end", fmt.Sprintf("%.1f", v))
	}
	text(b, (chartL+chartW-chartR)/2, chartH-12, "middle", "blocks open")
	text(b, chartL, 18, "start", fmt.Sprintf("Forward pass over the dense one (%s), net %s, batch %d", seconds(c.Dense), c.Net, c.Batch))
}

func (c *Curve) legend(b *strings.Builder) {
	for i, l := range curves {
		y := float64(chartT + 16 + 18*i)
		fmt.Fprintf(b, `<line x1="%d" y1="%s" x2="%d" y2="%s" %s/>`+"\n", chartL+14, px(y), chartL+42, px(y), l.style)
		text(b, chartL+50, y+4, "start", l.name)
	}
}

func line(b *strings.Builder, x1, y1, x2, y2 float64) {
	fmt.Fprintf(b, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="#e4e4e4"/>`+"\n", px(x1), px(y1), px(x2), px(y2))
}

func text(b *strings.Builder, x, y float64, anchor, s string) {
	fmt.Fprintf(b, `<text x="%s" y="%s" text-anchor="%s" fill="#333">%s</text>`+"\n", px(x), px(y), anchor, s)
}

func xy(p, t float64) string { return px(atX(p)) + "," + px(atY(t)) }
func px(x float64) string    { return fmt.Sprintf("%.1f", x) }
