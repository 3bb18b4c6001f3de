//go:build !js

package sweep

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzReadFile: any file declares a sweep or is refused in a line.
func FuzzReadFile(f *testing.F) {
	f.Add("data: synthetic\nset:\n  preset: paper\n  gater: [64, 32]\nspace:\n  rate: log 0.001..1 in 4\n  gate: [st, nr]\ntrials: 7\nstop: median\n")
	f.Add("space:\n  blocks: integer 8..64\n")
	f.Add("a: &x [1]\nb: *x\n")
	path := filepath.Join(f.TempDir(), "s.yaml")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		s := Default()
		err := s.ReadFile(path)
		if err == nil {
			err = s.Check()
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("no line: %q", err)
		}
	})
}
