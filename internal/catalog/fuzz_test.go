package catalog

import (
	"strings"
	"testing"
)

// FuzzParseSpec: any text names an estimator, which can be made, or is refused in a line.
func FuzzParseSpec(f *testing.F) {
	for _, s := range []string{"nr", "sbn:baseline=mean", "surrogate:curve=sigmoid:slope=4", "st:x", "arm:samples=1e9", ":", "sum-and-sample:k=-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSpec(text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 2000 {
				t.Errorf("no line: %q", err)
			}
			return
		}
		s.New()
	})
}
