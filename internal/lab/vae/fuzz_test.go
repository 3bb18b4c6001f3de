package vae

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// FuzzConfig: settings that pass are read again as they were written, and others are refused in a line
// that names the file.
func FuzzConfig(f *testing.F) {
	c := Default()
	c.Inputs = 784
	good, err := json.Marshal(c)
	if err != nil {
		f.Fatal(err)
	}
	if err := new(Config).read("run/config.json", good); err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-5])
	f.Add([]byte(strings.Replace(string(good), "disarm", "st:x\\n", 1)))
	f.Add([]byte(`{"kind":"vae","net":"a\nb"}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var c, again Config
		if err := c.read("run/config.json", b); err != nil {
			if s := err.Error(); !strings.HasPrefix(s, "run") || strings.ContainsFunc(s, unicode.IsControl) {
				t.Errorf("no line: %q", s)
			}
			return
		}
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.read("run/config.json", text); err != nil || !reflect.DeepEqual(c, again) {
			t.Errorf("%s is read as %+v, %v", text, again, err)
		}
	})
}
