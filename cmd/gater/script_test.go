package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdJSON checks the last line of a JSON-lines file: json FILE KEY OP NUMBER…, with OP one of
// < > = and "has" for a key that must be there. Every line must be a JSON object.
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	var last map[string]any
	in := bufio.NewScanner(strings.NewReader(ts.ReadFile(args[0])))
	in.Buffer(nil, 1<<26)
	for n := 1; in.Scan(); n++ {
		last = nil
		if err := json.Unmarshal(in.Bytes(), &last); err != nil {
			ts.Fatalf("%s: line %d is not JSON: %v", args[0], n, err)
		}
	}
	for a := args[1:]; len(a) >= 3; a = a[3:] {
		v, ok := last[a[0]]
		if !ok {
			ts.Fatalf("%s: the last line has no %q: %v", args[0], a[0], last)
		}
		if a[1] == "has" {
			continue
		}
		x, _ := v.(float64)
		want, err := strconv.ParseFloat(a[2], 64)
		ts.Check(err)
		holds := map[string]bool{"<": x < want, ">": x > want, "=": x == want}[a[1]]
		if holds == neg {
			ts.Fatalf("%s is %v, want %s %v (neg %v)", a[0], v, a[1], want, neg)
		}
	}
}

// cmdIDX writes a folder of IDX files of a small learnable task: idx DIR.
func cmdIDX(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	for _, part := range []struct {
		name string
		n    int
	}{{"train", 600}, {"t10k", 100}} {
		var images, labels bytes.Buffer
		binary.Write(&images, binary.BigEndian, []uint32{0x803, uint32(part.n), 4, 4})
		binary.Write(&labels, binary.BigEndian, []uint32{0x801, uint32(part.n)})
		for i := range part.n {
			class := i % 4
			for k := range 16 { // class c lights row c, and a little noise elsewhere
				v := byte((i*7 + k*13) % 60)
				if k/4 == class {
					v = 200 + v/2
				}
				images.WriteByte(v)
			}
			labels.WriteByte(byte(class))
		}
		ts.Check(os.WriteFile(fmt.Sprintf("%s/%s-images-idx3-ubyte", dir, part.name), images.Bytes(), 0o644))
		ts.Check(os.WriteFile(fmt.Sprintf("%s/%s-labels-idx1-ubyte", dir, part.name), labels.Bytes(), 0o644))
	}
}

// cmdSpoil damages a file: spoil cut FILE N keeps N bytes (from the end if negative), spoil nan
// FILE puts NaN into its last number, spoil flip FILE N changes byte N.
func cmdSpoil(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[1])
	b, err := os.ReadFile(path)
	ts.Check(err)
	n := 0
	if len(args) > 2 {
		n, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	switch args[0] {
	case "cut":
		if n < 0 {
			n += len(b)
		}
		b = b[:n]
	case "nan":
		copy(b[len(b)-4:], "\x00\x00\xc0\x7f")
	case "flip":
		b[n] ^= 0x40
	}
	ts.Check(os.WriteFile(path, b, 0o644))
}

// cmdSame compares two files byte for byte: same A B.
func cmdSame(ts *testscript.TestScript, neg bool, args []string) {
	if (ts.ReadFile(args[0]) == ts.ReadFile(args[1])) == neg {
		ts.Fatalf("%s and %s: same is %v", args[0], args[1], !neg == false)
	}
}
