package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"gater/data"
	"gater/internal/formats"
)

// classOf is what a folder holds of a class.
type classOf struct {
	Class    string `json:"class"`
	Pictures int    `json:"pictures"`
	Gray     int    `json:"gray"`
	MinSize  string `json:"smallest"`
	MaxSize  string `json:"largest"`
	lo, hi   int
}

func inspectFolder(w io.Writer, dir string, asJSON bool, p *reading) error {
	if names, _ := filepath.Glob(filepath.Join(dir, "*-ubyte*")); len(names) > 0 {
		return inspectIDX(w, dir, asJSON)
	}
	p.unit = "pictures"
	f, err := formats.OpenFolder(dir, func(n int) { p.at(n, 0, false) })
	p.close()
	if err != nil {
		return err
	}
	defer f.Close()
	classes, sizes := make([]classOf, len(f.Classes)), map[string]int{}
	for c, name := range f.Classes {
		classes[c].Class = name
	}
	for _, p := range f.Files {
		c, size := &classes[p.Class], fmt.Sprintf("%d×%d", p.Width, p.Height)
		c.Pictures++
		sizes[size]++
		if p.Gray {
			c.Gray++
		}
		if n := p.Width * p.Height; c.MinSize == "" || n < c.lo {
			c.lo, c.MinSize = n, size
		}
		if n := p.Width * p.Height; n > c.hi {
			c.hi, c.MaxSize = n, size
		}
	}
	notes := folderNotes(f, classes, sizes)
	if asJSON {
		return json.NewEncoder(w).Encode(map[string]any{"format": "pictures", "pictures": len(f.Files), "classes": classes, "sizes": sizes, "problems": f.Problems, "notes": notes})
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "class\tpictures\tgray\tsmallest\tlargest\n")
	for _, c := range classes {
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\n", cell(c.Class), c.Pictures, c.Gray, c.MinSize, c.MaxSize)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d pictures, %d classes\n", len(f.Files), len(classes))
	for _, s := range append(notes, f.Problems[:min(20, len(f.Problems))]...) {
		fmt.Fprintln(w, cell(s))
	}
	if n := len(f.Problems) - 20; n > 0 {
		fmt.Fprintf(w, "and %d more problems: --json has them all\n", n)
	}
	return nil
}

func folderNotes(f *formats.Folder, classes []classOf, sizes map[string]int) (notes []string) {
	if len(classes) == 1 {
		notes = append(notes, "one class only: there is nothing to tell apart")
	}
	if len(sizes) > 1 {
		notes = append(notes, fmt.Sprintf("%d different sizes: say what size to make them", len(sizes)))
	}
	most := slices.MaxFunc(classes, func(a, b classOf) int { return cmp.Compare(a.Pictures, b.Pictures) })
	least := slices.MinFunc(classes, func(a, b classOf) int { return cmp.Compare(a.Pictures, b.Pictures) })
	if most.Pictures > 10*least.Pictures {
		notes = append(notes, fmt.Sprintf("classes are uneven: %s has %d pictures, %s %d", most.Class, most.Pictures, least.Class, least.Pictures))
	}
	gray := 0
	for _, c := range classes {
		gray += c.Gray
	}
	if gray > 0 && gray < len(f.Files) {
		notes = append(notes, fmt.Sprintf("%d gray and %d coloured pictures", gray, len(f.Files)-gray))
	}
	return notes
}

// inspectIDX is for a folder of IDX files, as MNIST's.
func inspectIDX(w io.Writer, dir string, asJSON bool) error {
	if _, err := os.Stat(dir); err != nil {
		return err
	}
	s, err := data.Folder(dir)
	if err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(w).Encode(map[string]any{"format": "IDX", "train": s.Train.Len(), "valid": s.Valid.Len(), "test": s.Test.Len(),
			"height": s.Train.Height, "width": s.Train.Width, "classes": len(s.Train.Classes)})
	}
	_, err = fmt.Fprintln(w, s)
	return err
}
