package gater_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gater/internal/catalog"
)

// TestGuideListsTheCatalogue: the map in docs/estimators.md has a row for each gate of the
// catalogue and for nothing else.
func TestGuideListsTheCatalogue(t *testing.T) {
	guide, err := os.ReadFile("docs/estimators.md")
	if err != nil {
		t.Fatal(err)
	}
	got, want := rows(string(guide)), catalog.GateNames()
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("docs/estimators.md has no row for %s: add one to its map", name)
		}
	}
	for i, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("docs/estimators.md has a row for %s, which is not in the catalogue", name)
		}
		if slices.Contains(got[:i], name) {
			t.Errorf("docs/estimators.md has two rows for %s", name)
		}
	}
	if less := strings.Replace(string(guide), "\n| `rloo` |", "\n| `other` |", 1); slices.Contains(rows(less), "rloo") {
		t.Error("control: a row that is taken away is still seen")
	}
}

// rows is the names in the first column of the map.
func rows(guide string) (names []string) {
	_, after, _ := strings.Cut(guide, "## The map")
	before, _, _ := strings.Cut(after, "\n## ")
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(before, -1) {
		names = append(names, m[1])
	}
	return names
}

// TestLinks: every relative link of the documents leads to a file, or a heading in one.
func TestLinks(t *testing.T) {
	files := []string{"README.md", "CONTRIBUTING.md"}
	err := filepath.WalkDir("docs", func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".md" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range links(string(text)) {
			if why := broken(file, link); why != "" {
				t.Errorf("%s: link %s: %s", file, link, why)
			}
		}
	}
	for _, link := range []string{"derive/none.md", "estimators.md#none"} {
		if broken("docs/estimators.md", link) == "" {
			t.Errorf("control: %s is found", link)
		}
	}
}

// links are the targets of a document's relative links.
func links(text string) (all []string) {
	for _, m := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(m[1], ":") {
			all = append(all, m[1])
		}
	}
	return all
}

// broken is what is wrong with a link, if anything.
func broken(from, link string) string {
	path, anchor, _ := strings.Cut(link, "#")
	if path = filepath.Join(filepath.Dir(from), path); strings.HasPrefix(link, "#") {
		path = from
	}
	text, err := os.ReadFile(path)
	if info, e := os.Stat(path); e == nil && info.IsDir() {
		return ""
	}
	if err != nil {
		return "there is no such file"
	}
	if anchor != "" && !slices.Contains(anchors(string(text)), anchor) {
		return "there is no such heading"
	}
	return ""
}

// anchors are the headings of a document as a link names them.
func anchors(text string) (all []string) {
	drop := regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		all = append(all, strings.ReplaceAll(drop.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return all
}
