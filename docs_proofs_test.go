package gater_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestProofsNameTests: each pattern of a go test -run in docs/proofs.md finds a test in its package.
func TestProofsNameTests(t *testing.T) {
	page, err := os.ReadFile("docs/proofs.md")
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile("`go test (?:-tags f64 )?\\./(\\S+) -run '?([^'`]+)'?`").FindAllStringSubmatch(string(page), -1)
	if len(all) < 15 {
		t.Fatalf("only %d commands", len(all))
	}
	for _, c := range all {
		for _, name := range strings.Split(c[2], `\|`) {
			if !testIn(t, c[1], name) {
				t.Errorf("docs/proofs.md names %s, which is no test of %s", name, c[1])
			}
		}
	}
	if testIn(t, "est", "TestNobodyWroteThis") {
		t.Error("control: a test that nobody wrote is found")
	}
}

func testIn(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(dir + "/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "\nfunc "+name) {
			return true
		}
	}
	return false
}
