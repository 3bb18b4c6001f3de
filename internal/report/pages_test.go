package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var pages = flag.String("pages", "", "folder to write sample pages to, for looking at them")

// samples are the pages that every test of a page looks at.
func samples(t testing.TB) map[string][]*Run {
	partial := recipes["partial"].run(t)
	partial.Cut = true
	stopped := recipes["partial"].run(t)
	stopped.Name, stopped.Stopped = "stopped", &Stopped{Epoch: 41, Step: 63000, Reason: "interrupt"}
	empty := &Run{Name: "fresh", Start: partial.Start}
	var sweep []*Run
	for i, asked := range []float64{0.05, 0.05, 0.1, 0.2, 0.4} {
		c := recipes["small"]
		c.asked, c.seed, c.final = asked, uint64(i+1), 0.021-0.015*asked+0.0007*float64(i%2)
		c.name = []string{"asked-05-a", "asked-05-b", "asked-10", "asked-20", "asked-40"}[i]
		sweep = append(sweep, c.run(t))
	}
	many := append(append([]*Run{}, sweep...), recipes["large"].run(t), recipes["scores"].run(t), partial, stopped)
	return map[string][]*Run{
		"small":   {recipes["small"].run(t)},
		"large":   {recipes["large"].run(t)},
		"scores":  {recipes["scores"].run(t)},
		"partial": {partial},
		"stopped": {stopped},
		"empty":   {empty},
		"sweep":   sweep,
		"many":    many,
	}
}

func draw(t testing.TB, runs []*Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, runs); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPages(t *testing.T) {
	for name, runs := range samples(t) {
		p := draw(t, runs)
		if again := draw(t, runs); again != p {
			t.Errorf("%s: the same events gave two pages", name)
		}
		if *pages != "" {
			if err := os.WriteFile(filepath.Join(*pages, name+".html"), []byte(p), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
