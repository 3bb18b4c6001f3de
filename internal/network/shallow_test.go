package network

import (
	"strings"
	"testing"
)

func TestShallow(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "a: [1, {b: c}]\nd:\n- - e\n", ""},
		{"many, side by side", strings.Repeat("- [a]\n", 1000), ""},
		{"brackets in words", strings.Repeat("- \"[\"\n", 1000), ""},
		{"anchor", "a: 1\nb: &x [1]\n", "line 2: refers to other parts of the file: write it out"},
		{"alias", "a: 1\nb: *x\n", "line 2: refers to other parts"},
		{"brackets", "a: " + strings.Repeat("[", 1<<18), "line 1: nests more than 32 deep"},
		{"braces over lines", strings.Repeat("{\na: ", 100), "line 33: nests more than 32 deep"},
		{"hyphens", "a:\n" + strings.Repeat("- ", 1<<18), "line 2: nests more than 32 deep"},
		{"question marks", strings.Repeat("? ", 1<<18), "line 1: nests more than 32 deep"},
	} {
		err := Shallow([]byte(c.text))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
