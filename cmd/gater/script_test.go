package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdJSON checks the last line of a JSON-lines file: json FILE KEY OP NUMBER…, with OP one of
// < > = and "has" for a key that must be there. Every line must be a JSON object.
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	last := lastLine(ts, args[0])
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

// lastLine is the last line of a JSON-lines file.
func lastLine(ts *testscript.TestScript, file string) (last map[string]any) {
	n := 0
	for line := range strings.Lines(ts.ReadFile(file)) {
		n++
		last = nil
		if err := json.Unmarshal([]byte(line), &last); err != nil {
			ts.Fatalf("%s: line %d is not JSON: %v", file, n, err)
		}
	}
	return last
}

// cmdIDX writes a folder of IDX files of a small learnable task: idx DIR, or idx DIR SIDE for
// pictures of other sizes than 4×4.
func cmdIDX(ts *testscript.TestScript, _ bool, args []string) {
	side := 4
	if len(args) > 1 {
		var err error
		side, err = strconv.Atoi(args[1])
		ts.Check(err)
	}
	ts.Check(writeIDX(ts.MkAbs(args[0]), side))
}

// writeIDX makes 600 training and 100 test pictures of side×side pixels in 4 classes.
func writeIDX(dir string, side int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for part, n := range map[string]int{"train": 600, "t10k": 100} {
		images := binary.BigEndian.AppendUint32(nil, 0x803)
		labels := binary.BigEndian.AppendUint32(nil, 0x801)
		for _, v := range []int{n, side, side} {
			images = binary.BigEndian.AppendUint32(images, uint32(v))
		}
		labels = binary.BigEndian.AppendUint32(labels, uint32(n))
		for i := range n {
			class := i % 4
			for k := range side * side { // class c lights row c, and there is a little noise elsewhere
				v := byte((i*7 + k*13) % 60)
				if k/side == class {
					v = 200 + v/2
				}
				images = append(images, v)
			}
			labels = append(labels, byte(class))
		}
		for kind, b := range map[string][]byte{"images-idx3": images, "labels-idx1": labels} {
			if err := os.WriteFile(filepath.Join(dir, part+"-"+kind+"-ubyte"), b, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// cmdSpoil damages a file: spoil cut FILE N keeps N bytes (from the end if negative), spoil nan
// FILE puts NaN into its last number, spoil byte FILE N V sets byte N, spoil text FILE OLD NEW
// replaces text.
func cmdSpoil(ts *testscript.TestScript, _ bool, args []string) {
	b := []byte(ts.ReadFile(args[1]))
	number := func(s string) int {
		n, err := strconv.ParseInt(s, 0, 64)
		ts.Check(err)
		return int(n)
	}
	switch args[0] {
	case "cut":
		n := number(args[2])
		if n < 0 {
			n += len(b)
		}
		b = b[:n]
	case "nan":
		copy(b[len(b)-4:], "\x00\x00\xf8\x7f") // in single precision and in double
	case "byte":
		b[number(args[2])] = byte(number(args[3]))
	case "text":
		if !bytes.Contains(b, []byte(args[2])) {
			ts.Fatalf("%s: no %q in it", args[1], args[2])
		}
		b = bytes.Replace(b, []byte(args[2]), []byte(args[3]), 1)
	default:
		ts.Fatalf("no way to spoil called %s", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o644))
}

// cmdSame compares two files byte for byte: same A B.
func cmdSame(ts *testscript.TestScript, neg bool, args []string) {
	if same := ts.ReadFile(args[0]) == ts.ReadFile(args[1]); same == neg {
		ts.Fatalf("%s and %s are the same: %v", args[0], args[1], same)
	}
}

// cmdFails runs gater and wants it to fail: fails CODE REGEXP ARG…. The exit code must be CODE,
// nothing may be on standard output, and standard error one line "gater: …" that REGEXP matches.
func cmdFails(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec("gater", args[2:]...)
	stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	var exit *exec.ExitError
	switch {
	case !errors.As(err, &exit) || strconv.Itoa(exit.ExitCode()) != args[0]:
		ts.Fatalf("%v, want exit code %s", err, args[0])
	case stdout != "":
		ts.Fatalf("standard output holds %q", stdout)
	case !strings.HasPrefix(stderr, "gater: ") || strings.Count(stderr, "\n") != 1 || !strings.HasSuffix(stderr, "\n"):
		ts.Fatalf("standard error is not one line of gater's: %q", stderr)
	case strings.ContainsFunc(strings.TrimSuffix(stderr, "\n"), unicode.IsControl):
		ts.Fatalf("standard error holds a control character: %q", stderr)
	case !regexp.MustCompile(args[1]).MatchString(stderr):
		ts.Fatalf("standard error is %q, want a match of %q", stderr, args[1])
	}
}

// cmdPlain wants a file without control characters other than the ends of lines: plain stderr.
func cmdPlain(ts *testscript.TestScript, _ bool, args []string) {
	if i := strings.IndexFunc(ts.ReadFile(args[0]), func(r rune) bool { return r != '\n' && unicode.IsControl(r) }); i >= 0 {
		ts.Fatalf("%s holds a control character at %d: %q", args[0], i, ts.ReadFile(args[0]))
	}
}

// cmdUntil waits until a file holds some text: until FILE TEXT.
func cmdUntil(ts *testscript.TestScript, _ bool, args []string) {
	if err := waitFor(ts.MkAbs(args[0]), args[1]); err != nil {
		ts.Fatalf("%v", err)
	}
}

// waitFor waits until a file holds some text, for a minute at most.
func waitFor(path, text string) error {
	for range 30_000 {
		if b, _ := os.ReadFile(path); bytes.Contains(b, []byte(text)) {
			return nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	return fmt.Errorf("%s: no %q after a minute", path, text)
}

// cmdAgree wants the last lines of two JSON-lines files to have the same values: agree A B KEY….
func cmdAgree(ts *testscript.TestScript, _ bool, args []string) {
	a, b := lastLine(ts, args[0]), lastLine(ts, args[1])
	for _, key := range args[2:] {
		if a[key] == nil || a[key] != b[key] {
			ts.Fatalf("%s is %v in %s and %v in %s", key, a[key], args[0], b[key], args[1])
		}
	}
}

// cmdNear wants numbers in the last lines of two JSON-lines files to differ by a millionth at most, keys
// being paths: near A KEY.KEY B KEY.
func cmdNear(ts *testscript.TestScript, neg bool, args []string) {
	var x [2]float64
	for i := range x {
		v := any(lastLine(ts, args[2*i]))
		for _, key := range strings.Split(args[2*i+1], ".") {
			m, _ := v.(map[string]any)
			v = m[key]
		}
		n, ok := v.(float64)
		if !ok {
			ts.Fatalf("%s: %s is %v, no number", args[2*i], args[2*i+1], v)
		}
		x[i] = n
	}
	if near := math.Abs(x[0]-x[1]) <= 1e-6; near == neg {
		ts.Fatalf("%v and %v are near: %v", x[0], x[1], near)
	}
}

// cmdPictures makes a folder of two gray cats of 4×4 pixels and a dog of 5×4: pictures DIR; or with
// pictures DIR N, of N bright and N dark pictures of 6×6.
func cmdPictures(ts *testscript.TestScript, _ bool, args []string) {
	picture := func(name string, width, height int, v uint8) {
		path := filepath.Join(ts.MkAbs(args[0]), name)
		ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
		m := image.NewGray(image.Rect(0, 0, width, height))
		for i := range m.Pix {
			m.Pix[i] = v + uint8(i*7%40)
		}
		var b bytes.Buffer
		ts.Check(png.Encode(&b, m))
		ts.Check(os.WriteFile(path, b.Bytes(), 0o644))
	}
	if len(args) == 1 {
		picture("cat/1.png", 4, 4, 0)
		picture("cat/2.png", 4, 4, 0)
		picture("dog/1.png", 5, 4, 0)
		return
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	for i := range n {
		picture(fmt.Sprintf("bright/%d.png", i), 6, 6, uint8(150+i%50))
		picture(fmt.Sprintf("dark/%d.png", i), 6, 6, uint8(i%50))
	}
}
