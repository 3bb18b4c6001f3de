package formats

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestNDJSON(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"values", `{"a":1e-3,"b":"x y","c":true,"d":null}`, "a|b|c|d 1e-3|x y|true|"},
		{"keys in another order, and missing", "{\"a\":1,\"b\":2}\n{\"b\":3}\n{\"b\":5,\"a\":4}", "a|b 1|2 |3 4|5"},
		{"a key that comes later", "{\"a\":1}\n{\"b\":2}", "a|b 1| |2"},
		{"BOM, CRLF and empty lines", "\ufeff{\"a\":1}\r\n\r\n{\"a\":2}\r\n", "a 1 2"},
		{"an array", "[{\"a\":1},\n {\"a\":2}]", "a 1 2"},
		{"over lines", "{\n \"a\": 1\n}\n{\n \"a\": 2\n}", "a 1 2"},
		{"escapes", `{"\u00e9":"\n"}`, "é \n"},
		{"large numbers", `{"a":12345678901234567890}`, "a 12345678901234567890"},
	} {
		got, err := flat(NDJSON("f", strings.NewReader(c.in)))
		if err != nil || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestNDJSONRefuses(t *testing.T) {
	many := strings.Repeat("{\"a\":1}\n", 256)
	for _, c := range []struct{ name, in, want string }{
		{"an object in one", "{\"a\":1}\n{\"a\":{\"b\":2}}", `f: line 2, "a" holds an object (a.b): put each value`},
		{"an array in one", `{"a":[1]}`, `f: line 1, "a" holds an array (a): put`},
		{"a number", "{\"a\":1}\n7", "f: line 2: 7 is not an object"},
		{"an array in an array", "[[1]]", "f: line 1: [ is not an object"},
		{"a key twice", `{"a":1,"a":2}`, `f: line 1 has the key "a" twice`},
		{"a key too late", many + `{"b":1}`, `f: line 257 has the key "b", which the first 256 objects lack`},
		{"no key", `{"":1}`, "f: line 1 has a key without a readable name"},
		{"cut", "{\"a\":1}\n{\"a\":", "f: line 2: the object does not end: copy"},
		{"array cut", "[{\"a\":1},\n", "f: line 1: the array does not end: copy"},
		{"NaN", "{\"a\":1}\n{\"a\":NaN}", "f: line 2 is not JSON (invalid character 'N'"},
		{"Latin-1", "{\"a\":1}\n{\"a\":\"\xe9\"}", "f: line 2 is not UTF-8"},
		{"empty object", "{}", "f: the objects are empty"},
		{"empty array", "[]", "f: holds no objects"},
		{"text", "{\"a\":1}\nx", "f: line 2 is not JSON"},
	} {
		_, err := flat(NDJSON("f", strings.NewReader(c.in)))
		wantLine(t, err, c.want)
		_ = c.name
	}
	_, err := flat(NDJSON("f", io.MultiReader(strings.NewReader(`{"a":"`), endlessX{})))
	wantLine(t, err, "f: line 1: record longer than 16 MiB")
}

type endlessX struct{}

func (endlessX) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// TestNDJSONLines: lines are counted right over many reads, runes cut by them included.
func TestNDJSONLines(t *testing.T) {
	var s strings.Builder
	const n = 5000
	for i := range n {
		fmt.Fprintf(&s, "{\"a\":\"é%d€\"}\n", i)
	}
	want := 1
	for b, err := range NDJSON("f", iotest{strings.NewReader(s.String())}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range b.Lines {
			if l != want {
				t.Fatalf("line %d, want %d", l, want)
			}
			want++
		}
	}
	if want != n+1 {
		t.Errorf("%d rows, want %d", want-1, n)
	}
}

// iotest reads a few bytes at a time.
type iotest struct{ r io.Reader }

func (r iotest) Read(p []byte) (int, error) { return r.r.Read(p[:min(len(p), 17)]) }

// FuzzNDJSON: any text is a table or an error of one line, and a table that is written is read again.
func FuzzNDJSON(f *testing.F) {
	for _, s := range []string{`{"a":1}`, "[{\"a\":1},{\"b\":null}]", "\ufeff{\"a\":\"x\"}\r\n", `{"a":{"b":[]}}`, "{\"a\":\"\xe9\"}"} {
		f.Add(s)
	}
	f.Add("\"a\\nb\"")
	f.Add(`{"a":{"b\n":1}}`)
	f.Fuzz(func(t *testing.T, s string) {
		all := drain(t, "f", NDJSON("f", strings.NewReader(s)))
		if all == nil {
			return
		}
		var b strings.Builder
		for _, row := range all[1:] {
			for j, cell := range row {
				k, err := json.Marshal(all[0][j])
				if err != nil {
					t.Fatal(err)
				}
				v, err := json.Marshal(cell)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "%s%s:%s", []string{"{", ","}[min(j, 1)], k, v)
			}
			b.WriteString("}\n")
		}
		if again := drain(t, "f", NDJSON("f", strings.NewReader(b.String()))); !reflect.DeepEqual(again, all) {
			t.Errorf("%q\nis written\n%s\nand read as %q", all, b.String(), again)
		}
	})
}
