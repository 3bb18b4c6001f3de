package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed look.html
var lookHTML string

var lookPage = template.Must(template.New("look").Funcs(template.FuncMap{
	"percent": percent, "many": many, "shade": shade,
	"list": func(xs []int) string { return some(xs, 1000) },
	"goes": func(b blockSeen) string {
		var all []string
		for _, f := range b.Features {
			all = append(all, fmt.Sprintf("%s %+.1fσ", f.Name, f.D))
		}
		return strings.Join(all, ", ")
	},
	"round": func(x float64) int { return int(x + 0.5) },
}).Parse(lookHTML))

// shade is the background of a share: white to dark.
func shade(x float64) template.CSS {
	ink := "#111"
	if x > 0.6 {
		ink = "#fff"
	}
	return template.CSS(fmt.Sprintf("background:hsl(214 70%% %.0f%%);color:%s", 97-62*x, ink))
}

// page writes the inspection as a page that stands by itself.
func (s *inspection) page(w io.Writer) error {
	var gates []map[string]any
	for i := range s.Gates {
		gates = append(gates, map[string]any{"G": &s.Gates[i], "Classes": s.Gates[i].classes})
	}
	return lookPage.Execute(w, map[string]any{"S": s, "Gates": gates})
}
