package report

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the outlines in testdata")

func TestWellFormed(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for name := range samples(t) {
		p := sample(t, name)
		if _, err := elements(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := drawings(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if f := foreign(p); len(f) > 0 {
			t.Errorf("%s is not self-contained: %v", name, f)
		}
	}
}

// The checks of TestWellFormed notice what they are there for.
func TestWellFormedNotices(t *testing.T) {
	p := sample(t, "small")
	for _, c := range []struct{ old, new string }{
		{"</section>", ""},
		{"<h2>", "<h2><b>"},
		{`id="run1-gates"`, `id="run1-heat"`},
		{"<svg ", `<svg class="a" `},
	} {
		if _, err := elements(strings.Replace(p, c.old, c.new, 1)); err == nil {
			t.Errorf("%q in place of %q went unnoticed", c.new, c.old)
		}
	}
	for _, c := range []struct{ old, new string }{
		{"</svg>", "<g></svg>"},
		{`x1="`, `x1="NaN`},
	} {
		if _, err := drawings(strings.Replace(p, c.old, c.new, 1)); err == nil {
			t.Errorf("%q in place of %q went unnoticed", c.new, c.old)
		}
	}
	for _, c := range []struct{ old, new string }{
		{"data:image/png;base64,", "//elsewhere/"},
		{"<main>", `<main onclick="x">`},
		{"<style>", "<style>@import 'a';"},
		{"<script>", "<script>fetch('a');"},
	} {
		if len(foreign(strings.Replace(p, c.old, c.new, 1))) == 0 {
			t.Errorf("%q in place of %q went unnoticed", c.new, c.old)
		}
	}
}

var heading = regexp.MustCompile(`(?s)<(section|h1|h2|h3|figcaption|svg|table)\b([^>]*)>([^<]*)`)
var idClass = regexp.MustCompile(` (?:id|class)="([^"]*)"`)

// outline lists the sections, headings, drawings and tables of a page.
func outline(page string) string {
	var b strings.Builder
	for _, m := range heading.FindAllStringSubmatch(page, -1) {
		b.WriteString(m[1])
		for _, a := range idClass.FindAllStringSubmatch(m[2], -1) {
			b.WriteString(" [" + a[1] + "]")
		}
		if s := strings.TrimSpace(m[3]); s != "" {
			b.WriteString(" " + s)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestOutline holds the structure of pages against files; -update writes them.
func TestOutline(t *testing.T) {
	for _, name := range []string{"small", "partial", "empty", "dense", "sweep"} {
		got := outline(sample(t, name))
		path := filepath.Join("testdata", name+".outline")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the outline of %s differs from %s (go test -update writes it):\n%s", name, path, got)
		}
	}
}

var sections = []string{"headline", "curves", "active", "gates", "heat", "digits", "confusion", "layers", "config"}

// missing returns the sections that a run lacks on a page.
func missing(page, run string) (out []string) {
	for _, s := range sections {
		if !strings.Contains(page, `id="`+run+`-`+s+`"`) {
			out = append(out, s)
		}
	}
	return out
}

func TestSections(t *testing.T) {
	for name, runs := range samples(t) {
		p := sample(t, name)
		for i := range runs {
			id := view(runs[i], i).ID
			want := []string(nil)
			if name == "table" { // rows are no pictures
				want = []string{"digits"}
			}
			if m := missing(p, id); !slices.Equal(m, want) {
				t.Errorf("%s: %s lacks %v", name, id, m)
			}
		}
		if got, want := strings.Contains(p, `id="compare"`), len(runs) > 1; got != want {
			t.Errorf("%s: comparison %v, want %v", name, got, want)
		}
	}
	cut := strings.Replace(sample(t, "small"), `id="run1-heat"`, "", 1)
	if m := missing(cut, "run1"); len(m) != 1 || m[0] != "heat" {
		t.Errorf("without the heat map, missing says %v", m)
	}
}

// TestSays looks for figures and sentences that a page must hold.
func TestSays(t *testing.T) {
	for _, c := range []struct{ page, want string }{
		{"small", "1.52\u202f%"}, {"small", "12.8\u202f%"}, {"small", "1.66× fewer than dense"}, {"table", "95.10 %"}, {"table", "Beside other networks"}, {"table", "right as often as they say"}, {"small", "θ = 0.5"},
		{"small", "11\u202fmin 48\u202fs"}, {"small", "are mostly polarised"}, {"small", "data:image/png;base64,"},
		{"large", "2,000 blocks in 123 columns"}, {"large", "1.02× as many as dense"},
		{"scores", "These are scores, not probabilities"}, {"partial", "40 epochs of 100 recorded"},
		{"partial", "cut off"}, {"stopped", "stopped in epoch 41, step 63,000 (interrupt)"},
		{"empty", "no epoch is recorded yet"}, {"dense", "no gated blocks"}, {"diverged", "Validation error so far"},
		{"diverged", "left the finite numbers in epoch 21"}, {"diverged", "validation <b>–</b>"}, {"dense", ">as many as dense<"},
		{"sweep", "2.10\u202f% ± 0.05\u202f%"}, {"sweep", "The same in all: gate bernoulli, estimator straight-through"},
		{"sweep", "The lowest test error is 1.54\u202f%, of asked-40"},
	} {
		if !strings.Contains(sample(t, c.page), c.want) {
			t.Errorf("%s does not say %q", c.page, c.want)
		}
	}
	for _, c := range []struct{ page, not string }{
		{"partial", "Test error</h3>"}, {"dense", "of the blocks on the test set"}, {"small", "cut off"}, {"small", "NaN"}, {"diverged", "NaN"},
	} {
		if strings.Contains(code.ReplaceAllString(sample(t, c.page), ""), c.not) {
			t.Errorf("%s says %q", c.page, c.not)
		}
	}
}

func TestWriteNothing(t *testing.T) {
	if err := Write(&strings.Builder{}, nil); err == nil || !strings.Contains(err.Error(), "no runs") {
		t.Errorf("error %v", err)
	}
}
