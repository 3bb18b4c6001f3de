package report

import (
	"html"
	"strings"
	"testing"
)

// everywhere returns a finished and a stopped run with the text s wherever a run
// holds text of a user's making.
func everywhere(t *testing.T, s string) []*Run {
	var runs []*Run
	for _, c := range []string{"small", "scores", "partial"} {
		r := recipes[c].run(t)
		r.Name, r.Start.Preset, r.Start.Gate, r.Start.Estimator = s, s, s, s
		r.Start.Skips, r.Start.Data, r.Start.Version, r.Start.Time = s, s, s, s
		r.Start.Config = map[string]any{s: s, "a": map[string]any{s: []any{s}}}
		for i := range r.Start.Classes {
			r.Start.Classes[i] = s
		}
		for i := range r.Start.Layers {
			r.Start.Layers[i].Name, r.Start.Layers[i].Kind = s, s
		}
		for i := range r.Gates {
			r.Gates[i].Layer = s
		}
		if r.End != nil {
			r.End.Run, r.End.Mode, r.End.Layers[0].Name = s, s, s
		} else {
			r.Stopped = &Stopped{Reason: s}
		}
		r.Epochs = r.Epochs[:8]
		runs = append(runs, r)
	}
	return runs
}

var attacks = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</style><script>`,
	`</title></svg><iframe src=//x>`, `javascript:alert(1)`, `]]><!--`, "a\x00b\x01c\xff\uffff", `{{.}} & &amp; &#60;b&#62;`, "a\nb",
}

// TestEscaped: whatever the text, the page has the elements and attributes
// that it has for harmless text, one run or several.
func TestEscaped(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, n := range []int{1, 3} {
		plain, err := shape(draw(t, everywhere(t, "harmless")[:n]))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range attacks {
			p := draw(t, everywhere(t, s)[:n])
			got, err := shape(p)
			if err != nil {
				t.Errorf("%q: %v", s, err)
			}
			if got != plain {
				t.Errorf("%q changed the elements of the page", s)
			}
			if _, err := drawings(p); err != nil {
				t.Errorf("%q: %v", s, err)
			}
			if f := foreign(p); len(f) > 0 {
				t.Errorf("%q let in %v", s, f)
			}
		}
	}
}

// Were the text not escaped, TestEscaped would notice.
func TestEscapedNotices(t *testing.T) {
	plain, err := shape(draw(t, everywhere(t, "harmless")))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range attacks[:2] {
		raw := strings.Replace(draw(t, everywhere(t, s)), html.EscapeString(s), s, 1)
		if got, err := shape(raw); err == nil && got == plain {
			t.Errorf("%q unescaped went unnoticed", s)
		}
	}
}
