package main

import (
	"bytes"
	"strings"
	"testing"

	"gater/internal/lab"
)

// TestAsk: questions that no flag answers are put, again until there is an answer that makes sense.
func TestAsk(t *testing.T) {
	given := map[string]bool{"units": true}
	f := &pickFlags{Pick: lab.Pick{Wanted: lab.Wanted{Units: 7}}}
	missing := f.missing(func(flag string) bool { return given[flag] })
	var out bytes.Buffer
	if err := f.ask(strings.NewReader("maybe\nY\n0\n4\n1\n 0 \nall\nforward\n"), &out, missing); err != nil {
		t.Fatal(err)
	}
	if want := (lab.Wanted{BlackBox: true, Evals: 4, Units: 7, Layers: 1, Skip: "forward"}); f.Wanted != want {
		t.Errorf("%+v, want %+v", f.Wanted, want)
	}
	for _, line := range []string{"answer y or n", "answer a number, 1 or more", "answer nothing, forward or everything"} {
		if strings.Count(out.String(), line) != 1 {
			t.Errorf("said %q not once:\n%s", line, &out)
		}
	}
	err := f.ask(strings.NewReader("y\n"), &out, missing)
	if err == nil || err.Error() != "no answer to --evals: give --black-box, --evals, --layers, --groups, --skip" {
		t.Errorf("%v", err)
	}
}
