package report

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"
)

const (
	vaeStart = `{"event":"vae_start","estimator":"disarm","net":"linear","seed":1,"steps":100}` + "\n"
	vaePoint = `{"event":"vae_point","step":50,"seconds":1.5,"elbo":-200.5,"variance":1e-3,"valid_elbo":null}` + "\n"
	vaeEnd   = `{"event":"vae_end","estimator":"disarm","net":"linear","steps":100,"test_bound":-110}` + "\n"
)

func TestReadVAE(t *testing.T) {
	for _, c := range []struct {
		name, in string
		points   int
		ended    bool
		err      string
	}{
		{"whole", vaeStart + vaePoint + vaePoint + vaeEnd, 2, true, ""},
		{"begun anew", vaeStart + vaePoint + vaeStart + vaePoint, 1, false, ""},
		{"the last line cut", vaeStart + vaePoint + vaePoint[:20], 1, false, ""},
		{"the last line of another type", vaeStart + vaePoint + `{"event":"vae_point","step":"x"}`, 1, false, ""},
		{"a long line", vaeStart + `{"event":"other","x":"` + strings.Repeat("x", 2<<20) + `"}` + "\n" + vaePoint, 1, false, ""},
		{"a line in the middle cut", vaeStart + vaePoint[:20] + "\n" + vaePoint, 0, false, "p: line 2 is damaged"},
		{"a line in the middle empty", vaeStart + "\n" + vaePoint, 0, false, "p: line 2 is damaged"},
		{"no start", vaePoint, 0, false, "p: not the record of a run of gater lab vae"},
		{"empty", "", 0, false, "p: not the record"},
	} {
		r, err := readVAE([]byte(c.in), "p", "r")
		if c.err != "" || err != nil {
			if c.err == "" || err == nil || !strings.HasPrefix(err.Error(), c.err) {
				t.Errorf("%s: %v, want %q", c.name, err, c.err)
			}
			continue
		}
		if len(r.Points) != c.points || (r.End != nil) != c.ended || r.Name != "r" || r.Start.Steps != 100 {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// FuzzReadVAE: whatever a file holds, reading it fails with one line or gives a run of which a
// well-formed page can be drawn, and pictures.
func FuzzReadVAE(f *testing.F) {
	for _, s := range []string{"", vaeStart, vaeStart + vaePoint + vaeEnd, vaeStart + vaePoint[:20],
		`{"event":"vae_start","net":"<b>","steps":-1}` + "\n" + `{"event":"vae_point","step":-5,"elbo":1e308,"seconds":-1e308}` + "\n" + vaeEnd} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := readVAE(b, "fuzz", "r")
		if err != nil {
			if s := err.Error(); !strings.HasPrefix(s, "fuzz: ") || strings.ContainsFunc(s, unicode.IsControl) {
				t.Errorf("no line: %q", s)
			}
			return
		}
		for _, runs := range [][]*VAERun{{r}, {r, r}} {
			var p bytes.Buffer
			if err := WriteVAE(&p, runs); err != nil {
				t.Fatal(err)
			}
			if _, err := elements(p.String()); err != nil {
				t.Error(err)
			}
			for _, v := range VAEPictures {
				if err := v.Write(io.Discard, r.Start.Net, runs); err != nil {
					t.Error(err)
				}
			}
		}
	})
}
