package model

import (
	"bytes"
	"strings"
	"testing"
)

// TestSeal: any byte of model.yaml that is changed or missing is noticed, even where the rest still
// parses; line ends that a tool changed are, too. The controls are the file as it was, and one from
// before there were seals, both of which load.
func TestSeal(t *testing.T) {
	f := folder(t)
	spec := bytes.Clone(f[SpecFile].Data)
	loads := func(b []byte) error {
		f[SpecFile].Data = b
		_, err := LoadFS(f)
		return err
	}
	if err := loads(spec); err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(spec, []byte(sealMark))
	if err := loads(spec[:at]); err != nil {
		t.Errorf("control: without its last line: %v", err)
	}
	for i := range spec[:at] {
		for _, to := range []byte{spec[i] ^ 1, spec[i] ^ 0x10} {
			b := bytes.Clone(spec)
			if b[i] = to; loads(b) == nil {
				t.Errorf("byte %d, %q, may be %q", i, spec[i], to)
			}
		}
	}
	for n := range len(spec) - 1 {
		if (n < at-1 || n >= at+len(sealMark)) && loads(spec[:n]) == nil { // between, all but the seal is there
			t.Errorf("the first %d of %d bytes load", n, len(spec))
		}
	}
	number := strings.Replace(string(spec), "test_error: 0.25", "test_error: 0.05", 1)
	for name, b := range map[string]string{"a better figure": number, "a line more": string(spec) + "# mine\n", "CRLF": strings.ReplaceAll(string(spec), "\n", "\r\n")} {
		if err := loads([]byte(b)); err == nil || !strings.Contains(err.Error(), "model.yaml: was changed or damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
