package report

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"
)

// An svg is a drawing under construction. Lengths are in user units; colours
// and fonts come from the classes of the style sheet.
type svg struct{ b strings.Builder }

// newSVG begins a drawing of w × h that scales to the width of its place;
// label says in words what it shows.
func newSVG(w, h float64, class, label string) *svg {
	s := new(svg)
	fmt.Fprintf(&s.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" class="%s" role="img" aria-label="%s">`,
		px(w), px(h), class, attr(label))
	return s
}

// html ends the drawing.
func (s *svg) html() template.HTML {
	s.b.WriteString("</svg>")
	return template.HTML(s.b.String())
}

// stretch lets the drawing fill its place whatever the proportions.
func (s *svg) stretch() *svg {
	head := strings.Replace(s.b.String(), "<svg ", `<svg preserveAspectRatio="none" `, 1)
	s.b.Reset()
	s.b.WriteString(head)
	return s
}

// nest puts a figure's drawing into this one.
func (s *svg) nest(f figure, x, y, w, h float64) {
	place := fmt.Sprintf(`<svg x="%s" y="%s" width="%s" height="%s" `, px(x), px(y), px(w), px(h))
	s.b.WriteString(strings.Replace(string(f.Body), "<svg ", place, 1))
}

func (s *svg) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(&s.b, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`, px(x1), px(y1), px(x2), px(y2), class)
}

// rect draws a box; tip, where not empty, is shown when it is pointed at.
func (s *svg) rect(x, y, w, h float64, class, tip string) {
	fmt.Fprintf(&s.b, `<rect x="%s" y="%s" width="%s" height="%s" class="%s"%s/>`,
		px(x), px(y), px(max(0, w)), px(max(0, h)), class, tipAttr(tip))
}

// shade draws a box with an opacity in [0, 1].
func (s *svg) shade(x, y, w, h, opacity float64, class, tip string) {
	fmt.Fprintf(&s.b, `<rect x="%s" y="%s" width="%s" height="%s" class="%s" fill-opacity="%s"%s/>`,
		px(x), px(y), px(w), px(h), class, strconv.FormatFloat(opacity, 'f', 3, 64), tipAttr(tip))
}

func (s *svg) dot(x, y, r float64, class, tip string) {
	fmt.Fprintf(&s.b, `<circle cx="%s" cy="%s" r="%s" class="%s"%s/>`, px(x), px(y), px(r), class, tipAttr(tip))
}

// text writes str; anchor is start, middle or end.
func (s *svg) text(x, y float64, anchor, class, str string) {
	fmt.Fprintf(&s.b, `<text x="%s" y="%s" text-anchor="%s" class="%s">%s</text>`,
		px(x), px(y), anchor, class, attr(str))
}

// path draws straight lines through the points (x, y); a NaN interrupts it.
func (s *svg) path(x, y []float64, class string) {
	var d strings.Builder
	pen := "M"
	for i := range x {
		if !finite(x[i]) || !finite(y[i]) {
			pen = "M"
			continue
		}
		d.WriteString(pen + px(x[i]) + " " + px(y[i]))
		pen = "L"
	}
	if d.Len() > 0 {
		fmt.Fprintf(&s.b, `<path d="%s" class="%s"/>`, d.String(), class)
	}
}

// px writes a length to a tenth of a unit.
func px(x float64) string {
	if !finite(x) {
		return "0"
	}
	return trimZeros(strconv.FormatFloat(x, 'f', 1, 64))
}

// attr escapes text for an element or a quoted attribute.
func attr(s string) string {
	return strings.ReplaceAll(html.EscapeString(strings.Map(printable, s)), "\n", "&#10;")
}

// printable maps the characters that markup cannot hold to nothing.
func printable(r rune) rune {
	if r < ' ' && r != '\n' || r == 0x7f || r == 0xfffe || r == 0xffff {
		return -1
	}
	return r
}

func tipAttr(tip string) string {
	if tip == "" {
		return ""
	}
	return ` data-tip="` + attr(tip) + `"`
}

// short cuts a text to n characters.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
