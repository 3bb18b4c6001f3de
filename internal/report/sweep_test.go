package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sweeps are the sample pages of sweeps.
func sweeps() map[string]*Sweep {
	whole := &Sweep{Title: "sweeps/<search>", Lead: "12 candidates.", Command: "gater sweep query x 'SELECT 1'",
		Axes:    []SweepAxis{{Name: "rate", Log: true}, {Name: "gate", Choices: []string{"st", "nr & co"}}},
		Weights: []SweepWeight{{"rate", 0.6, "0.1 … 0.3"}, {"gate", math.NaN(), ""}},
		Tests:   []float64{0.014, 0.015, 0.0145}, Opened: "2026-01-02T03:04:05Z", Tested: "1"}
	for i := range 12 {
		p := SweepPoint{Name: integer(i + 1), State: "done", Values: []string{number(0.3 / float64(i+1)), []string{"st", "nr & co"}[i%2]},
			Error: 0.01 + 0.002*float64(i), Seeds: 1, Epochs: 9, Seconds: 12, Active: 0.1}
		switch {
		case i > 9:
			p.State, p.Error, p.Epochs, p.Reason = "failed", math.NaN(), 0, "training diverged"
		case i > 3:
			p.State, p.Epochs = "stopped", 3
		}
		for e := range p.Epochs {
			p.Curve = append(p.Curve, p.Error*(1+1/float64(e+1)))
		}
		whole.Points = append(whole.Points, p)
	}
	begun := *whole
	begun.Points, begun.Tests = whole.Points[11:], nil
	return map[string]*Sweep{"whole": whole, "begun": &begun, "empty": {Title: "empty", Axes: whole.Axes}}
}

// TestSweepPage: the page says what there is, and is well-formed where it is drawn.
func TestSweepPage(t *testing.T) {
	for name, s := range sweeps() {
		var b bytes.Buffer
		if err := WriteSweep(&b, s); err != nil {
			t.Fatal(err)
		}
		if *pages != "" {
			if err := os.WriteFile(filepath.Join(*pages, "sweep-"+name+".html"), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		p := b.String()
		for _, want := range map[string][]string{
			"whole": {"sweeps/&lt;search&gt;", "nr &amp; co", "1.45 % ± 0.03 %", "3 seeds", "opened once, on 2026-01-02T03:04:05Z", "best at 0.1 … 0.3", "too few", "curve c0"},
			"begun": {"The test set has not been opened.", "Drawn once two candidates have been measured."},
			"empty": {"Nothing to draw yet."},
		}[name] {
			if !strings.Contains(strings.ReplaceAll(p, thin, " "), want) {
				t.Errorf("%s: no %q", name, want)
			}
		}
		_, body, _ := strings.Cut(p, "<main>")
		body, _, _ = strings.Cut(body, "<script>")
		if strings.Contains(p, "<search>") || strings.Contains(body, "NaN") {
			t.Errorf("%s: holds unescaped text or NaN", name)
		}
		for rest := p; ; {
			i := strings.Index(rest, "<svg")
			if i < 0 {
				break
			}
			end := strings.Index(rest[i:], "</svg>") + i + len("</svg>")
			wellFormedXML(t, name, rest[i:end])
			rest = rest[end:]
		}
	}
}

// TestPanels: figures of their own are XML, with and without something in them.
func TestPanels(t *testing.T) {
	for _, p := range []Panel{{Title: "a < b"}, {Title: "a < b", XName: "epoch", Curves: []Curve{{"NR & co", []float64{0.05, 0.02}}, {"ST", []float64{0.04}}}}} {
		var b bytes.Buffer
		if err := WritePanel(&b, p); err != nil {
			t.Fatal(err)
		}
		wellFormedXML(t, "panel", b.String())
		if !strings.Contains(b.String(), "a &lt; b") || (len(p.Curves) > 0) != strings.Contains(b.String(), "NR &amp; co") {
			t.Errorf("%s", b.String())
		}
	}
	var b bytes.Buffer
	nan := math.NaN()
	if err := WriteDots(&b, Dots{Title: "T", Ours: "here", Theirs: "paper", Rows: []DotRow{{"a&b", 0.02, 0.001, 0.019}, {"c", nan, nan, 0.018}, {"d", 0.03, nan, nan}}}); err != nil {
		t.Fatal(err)
	}
	wellFormedXML(t, "dots", b.String())
	if n := strings.Count(b.String(), "<circle"); n != 4+2 { // with the key's two
		t.Errorf("%d circles, want 6", n)
	}
}

func TestMeanSE(t *testing.T) {
	if m, se := MeanSE([]float64{1, 2, 3}); m != 2 || math.Abs(se-math.Sqrt(1.0/3)) > 1e-15 {
		t.Errorf("%v ± %v", m, se)
	}
	if m, se := MeanSE([]float64{5}); m != 5 || !math.IsNaN(se) {
		t.Errorf("of one: %v ± %v", m, se)
	}
}

func wellFormedXML(t *testing.T, name, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}
