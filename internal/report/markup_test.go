package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Elements that have no end tag.
var void = []string{"meta", "img", "br", "hr", "link", "input"}

// An element is one start tag: its name and its sorted attribute names.
type element struct {
	name  string
	attrs []string
	value map[string]string
}

var code = regexp.MustCompile(`(?s)(<script>).*?(</script>)|(<style>).*?(</style>)`)

// elements reads the start tags of a page, and fails on markup that is not
// well formed: tags that do not match, attributes twice, ids twice.
func elements(page string) ([]element, error) {
	page = code.ReplaceAllString(strings.Replace(page, "<!DOCTYPE html>", "", 1), "$1$2$3$4")
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var out []element
	var open []string
	ids := map[string]bool{}
	for {
		tok, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return out, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, value: map[string]string{}}
			for _, a := range tok.Attr {
				if _, twice := e.value[a.Name.Local]; twice {
					return out, fmt.Errorf("<%s> has %s twice", e.name, a.Name.Local)
				}
				e.attrs = append(e.attrs, a.Name.Local)
				e.value[a.Name.Local] = a.Value
			}
			slices.Sort(e.attrs)
			if id := e.value["id"]; id != "" && ids[id] {
				return out, fmt.Errorf("id %s is there twice", id)
			} else if id != "" {
				ids[id] = true
			}
			out = append(out, e)
			if !slices.Contains(void, e.name) {
				open = append(open, e.name)
			}
		case xml.EndElement:
			if slices.Contains(void, tok.Name.Local) {
				continue // the decoder's own, after <x/>
			}
			if len(open) == 0 || open[len(open)-1] != tok.Name.Local {
				return out, fmt.Errorf("</%s> closes %v", tok.Name.Local, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return out, fmt.Errorf("%v are not closed", open)
	}
	return out, nil
}

var svgs = regexp.MustCompile(`(?s)<svg.*?</svg>`)

// drawings checks that each drawing of a page is XML by itself, with finite
// numbers, and returns how many there are.
func drawings(page string) (int, error) {
	all := svgs.FindAllString(page, -1)
	for _, s := range all {
		d := xml.NewDecoder(strings.NewReader(s))
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				return len(all), fmt.Errorf("%v in %.200s", err, s)
			}
		}
	}
	es, err := elements(strings.Join(all, ""))
	for _, e := range es {
		for k, v := range e.value {
			if k != "data-tip" && k != "aria-label" && (strings.Contains(v, "NaN") || strings.Contains(v, "Inf")) {
				return len(all), fmt.Errorf("<%s %s=%q>", e.name, k, v)
			}
		}
	}
	return len(all), err
}

// foreign returns what a page would fetch or go to outside itself.
func foreign(page string) (out []string) {
	es, _ := elements(page)
	for _, e := range es {
		for k, v := range e.value {
			switch {
			case k == "src" && !strings.HasPrefix(v, "data:image/png;base64,"),
				k == "href" && !strings.HasPrefix(v, "#"),
				k == "srcset", k == "action", k == "poster", strings.HasPrefix(k, "on"),
				k == "style" && strings.Contains(v, "url("), e.name == "link", e.name == "iframe", e.name == "base":
				out = append(out, fmt.Sprintf("<%s %s=%.60q>", e.name, k, v))
			}
		}
	}
	for _, c := range code.FindAllString(page, -1) {
		if regexp.MustCompile(`url\(|@import|fetch\(|XMLHttpRequest|https?:|import\(`).MatchString(c) {
			out = append(out, "code that fetches")
		}
	}
	return out
}

// shape is the sequence of elements and attribute names of a page.
func shape(page string) (string, error) {
	es, err := elements(page)
	var b strings.Builder
	for _, e := range es {
		fmt.Fprintln(&b, e.name, strings.Join(e.attrs, " "))
	}
	return b.String(), err
}
