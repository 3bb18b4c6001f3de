package gater_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestQuotedLines: the lines of code and the tests that the pages under docs/derive name are in
// package est, and so are the files.
func TestQuotedLines(t *testing.T) {
	files, err := filepath.Glob("est/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code.WriteString(" " + file + " ")
		code.Write(text)
	}
	est := strings.Join(strings.Fields(code.String()), " ")
	pages, err := filepath.Glob("docs/derive/*.md")
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range quoted(string(text)) {
			if all++; !strings.Contains(est, line) {
				t.Errorf("%s names `%s`, which is not in est: put what is there now", page, line)
			}
		}
	}
	if control := quoted("`g[j] -= nothing`"); all < 50 || len(control) != 1 || strings.Contains(est, control[0]) {
		t.Errorf("control: %d lines are quoted, and one that is nowhere is found", all)
	}
}

// quoted is what a page has between backquotes that is code, a file or a test of est.
func quoted(text string) (all []string) {
	is := regexp.MustCompile(`[=(]|^Test|^est/.*\.go$`)
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(text, -1) {
		if is.MatchString(m[1]) && !strings.HasPrefix(m[1], "gater ") && !strings.HasPrefix(m[1], "go ") {
			all = append(all, m[1])
		}
	}
	return all
}
