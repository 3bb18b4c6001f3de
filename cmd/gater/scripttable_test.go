package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdCSV writes a table of which the answer is known: csv FILE ROWS. x is from 0 to 1, c one of four,
// g a group of ten rows, t a day; up is x > 0.5 exactly where c is a or b, y is 3x, or −3x where c is
// a or b, and a and b say yes or no of x and c alone.
func cmdCSV(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(tableOf(n)), 0o644))
}

func tableOf(n int) string {
	var b strings.Builder
	b.WriteString("x,c,g,t,up,y,a,b\n")
	for i := range n {
		x, c := float64(i*7919%1009)/1009, i*31%97%4
		flip := c < 2
		up, y := "no", 3*x
		if flip {
			y = -y
		}
		if (x > 0.5) == flip {
			up = "yes"
		}
		fmt.Fprintf(&b, "%.4f,%c,g%d,2024-%02d-%02d,%s,%.4f,%t,%t\n", x, "abcd"[c], i/10, 1+i/28%12, 1+i%28, up, y, x > 0.5, flip)
	}
	return b.String()
}

// cmdBytes writes a file of bytes that a script cannot hold: bytes FILE TEXT, where TEXT is what
// stands in quotes in Go.
func cmdBytes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[1], `"`, `\"`) + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// cmdArchive packs a file under a name that may be anything: archive ZIP NAME FILE.
func cmdArchive(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	e, err := w.Create(args[1])
	ts.Check(err)
	_, err = e.Write([]byte(ts.ReadFile(args[2])))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}
