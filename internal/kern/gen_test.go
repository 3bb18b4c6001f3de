//go:build amd64 && !purego && !f64

package kern

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var generate = flag.Bool("generate", false, "write the assembly instead of comparing it")

// TestGenerated runs the generator and compares what it writes with the files of
// this folder. With -generate it writes them.
func TestGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the generator")
	}
	dir := t.TempDir()
	if *generate {
		var err error
		if dir, err = os.Getwd(); err != nil {
			t.Fatal(err)
		}
	}
	fetch := exec.Command("go", "mod", "download")
	fetch.Dir = "_asm"
	if out, err := fetch.CombinedOutput(); err != nil {
		t.Skipf("NOT COMPARED: the generator's modules cannot be fetched: %v\n%s", err, out)
	}
	run := exec.Command("go", "run", ".", "-dir", dir)
	run.Dir = "_asm"
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("go run: %v\n%s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*_amd64.s"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the generator wrote no assembly (%v)", err)
	}
	for _, s := range files {
		compare(t, s)
		compare(t, strings.TrimSuffix(s, ".s")+".go")
	}
	here, _ := filepath.Glob("*_amd64.s")
	if len(here) != len(files) {
		t.Errorf("this folder has %d assembly files, the generator writes %d", len(here), len(files))
	}
}

// compare reports whether a generated file differs from the one in this folder.
func compare(t *testing.T, path string) {
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Base(path))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the generator writes; run go test -run Generated -generate", filepath.Base(path))
	}
}
