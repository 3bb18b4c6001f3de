package report

import (
	"fmt"
	"html/template"
	"strings"
)

// A figure is a drawing with what stands around it.
type figure struct {
	Title  string
	Note   string
	Keys   []key
	Body   template.HTML
	Column string // class that places it
}

// A key explains one colour.
type key struct {
	Class, Name, Value string
}

// describe says what the chart shows to those who cannot see it.
func (c chart) describe() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s over %s:", c.title, c.xname)
	for _, k := range c.keys() {
		fmt.Fprintf(&b, " %s %s;", k.Name, k.Value)
	}
	return strings.TrimSuffix(b.String(), ";")
}

// keys lists the series with their latest values.
func (c chart) keys() (ks []key) {
	for _, l := range c.series {
		if l.quiet {
			continue
		}
		ks = append(ks, key{colour(l.colour), l.name, c.format(l.latest())})
	}
	if c.target != nil {
		ks = append(ks, key{"aim", c.target.name, c.format(c.target.level)})
	}
	return ks
}
