package network

import (
	"strings"
	"testing"
)

// bad is files that are refused, and what the error says of each: its line, the thing, and a remedy.
var bad = []struct{ name, text, want string }{
	{"empty", "", "is empty: write layers: and a list of them"},
	{"a comment alone", "# nothing\n", "is empty"},
	{"no layers", "version: 1\n", "line 1: has no layers: write layers:"},
	{"a list", "- relu\n", "line 1: is a list: write layers: and a list of them"},
	{"unknown key", "layers: []\nlayer: 3\n", `line 2: unknown key "layer": did you mean layers?`},
	{"unknown key without a likely one", "layers: []\nfoo: 3\n", `line 2: unknown key "foo": choose one of version, inputs, outputs, layers`},
	{"unknown layer", "layers:\n- relu\n- gatd: {}\n", `line 3: layers.1: unknown layer "gatd": did you mean gated?`},
	{"unknown setting", "layers:\n- gated:\n    blocks: 3\n    widht: 4\n", `line 4: layers.0.gated: unknown key "widht": did you mean width?`},
	{"two spellings", "layers:\n- gated:\n    per_unit: 4\n", `line 3: layers.0.gated: unknown key "per_unit": did you mean per-unit?`},
	{"capitals", "layers:\n- LeakyReLU\n", `line 2: layers.0: unknown layer "LeakyReLU": did you mean leaky-relu?`},
	{"wrong type", "layers:\n- linear: wide\n", `line 2: layers.0.linear is "wide": it must be a whole number`},
	{"fraction", "layers:\n- linear: 2.5\n", `line 2: layers.0.linear is "2.5": it must be a whole number`},
	{"quoted number", "layers:\n- linear: \"3\"\n", `it must be a whole number`},
	{"a map for a number", "layers:\n- gated:\n    width: {a: 1}\n", "line 3: width is a map: it must be a whole number"},
	{"a list for a number", "layers:\n- gated:\n    width: [1]\n", "line 3: width is a list: it must be a whole number"},
	{"nothing for a number", "layers:\n- gated:\n    width:\n", "line 3: width is nothing: it must be a whole number"},
	{"a share that is none", "layers:\n- dropout: x%\n", `layers.0.dropout is "x%": it must be a share, such as 10% or 0.1`},
	{"NaN", "layers:\n- gated:\n    penalty: .nan\n", `line 3: penalty is ".nan": it must be a number`},
	{"a bool that is none", "layers:\n- gated:\n    rectify: yes\n", `line 3: rectify is "yes": it must be true or false`},
	{"huge", "layers:\n- linear: 99999999999\n", `it must be a whole number`},
	{"width 0", "layers:\n- linear: 0\n", "line 2: layers.0.linear: out is 0: it must be from 1 to"},
	{"no width", "layers:\n- linear\n", "line 2: layers.0.linear: out is 0"},
	{"negative blocks", "layers:\n- gated:\n    blocks: -1\n", "line 2: layers.0.gated: blocks is -1: it must be from 1 to"},
	{"dropout of all", "layers:\n- dropout: 100%\n", "line 2: layers.0.dropout: share is 1: it must be below 1, such as 20%"},
	{"unknown norm", "layers:\n- norm: batch\n", `line 2: layers.0.norm: unknown kind "batch": choose one of rms, layer`},
	{"unequal residual", "layers:\n- relu\n- residual:\n  - linear: 7\n", "line 3: layers.1.residual: adds 7 columns to 20: end it with a layer of 20, such as linear: 20"},
	{"wrong inside a residual", "layers:\n- residual:\n  - linear: 0\n  - linear: 20\n", "line 3: layers.0.residual.0.linear: out is 0"},
	{"empty residual", "layers:\n- residual: []\n", "line 2: layers.0.residual: has no layers: list those that go around, or drop it"},
	{"an estimator that does not exist", "layers:\n- gated:\n    width: 3\n    estimator: foo\n", `line 4: layers.0.gated: unknown gate "foo"`},
	{"settings of none", "layers:\n- relu: 3\n", "line 2: layers.0.relu takes no settings: write - relu"},
	{"gated in a word", "layers:\n- gated: 64\n", "line 2: layers.0.gated is a value: write its settings below it, such as blocks: 64"},
	{"layers side by side", "layers:\n- linear: 3\n  relu:\n", "line 3: layers.0: relu stands beside linear: indent it below, or begin a new layer with a hyphen"},
	{"duplicate keys", "layers:\n- gated:\n    width: 3\n    width: 4\n", "line 4: width is there twice: give it once"},
	{"duplicate keys at the top", "layers: []\nlayers: []\n", "line 2: layers is there twice: give it once"},
	{"aliases", "layers: &a\n- relu\nx: *a\n", "line 1: anchors, aliases, merges and tags are not part of a description: write it out"},
	{"a tag", "layers: !!seq []\n", "line 1: anchors, aliases"},
	{"merge", "layers:\n- gated:\n    <<: {width: 3}\n", "line 3: anchors, aliases"},
	{"two documents", "layers: []\n---\nlayers: []\n", "line 3: a second document begins: a description is one"},
	{"UTF-16", "\xff\xfel\x00a\x00", "UTF-16 or binary, not UTF-8 text: save it as UTF-8"},
	{"a mark before it, and wrong", "\ufeffversion: 2\r\nlayers: []\r\n", "line 1: version is 2"},
	{"not YAML", "layers: [\n", "not YAML"},
	{"tabs", "layers:\n\t- relu\n", "not YAML"},
	{"newer", "version: 2\nlayers: []\n", "line 1: version is 2: this program reads up to 1, take a newer one"},
	{"version 0", "version: 0\nlayers: []\n", "line 1: version is 0: it must be from 1"},
	{"embedding of a column that is not there", "layers:\n- embedding: {columns: [20], rows: 5, width: 2}\n", "line 2: layers.0.embedding: column 20 is not one of the 20 columns, which count from 0"},
	{"embedding twice", "layers:\n- embedding: {columns: [2, 2], rows: 5, width: 2}\n", "column 2 is there twice"},
	{"embedding of nothing", "layers:\n- embedding\n", "columns is empty: name those"},
	{"embedding without rows", "layers:\n- embedding: {columns: [2, 3, 4], rows: [1, 2], width: 2}\n", "rows has 2 numbers for 3 columns"},
	{"deep", "layers: " + strings.Repeat("[", 40) + "\n", "nests 40 deep"},
	{"deep lists", "layers:\n" + strings.Repeat("- ", 90) + "relu\n", "nests too deep"},
	{"a long line", "layers:\n" + strings.Repeat("- ", 900) + "relu\n", "line 2: has 1805 bytes: a line of a description has 400 at most, so break it"},
	{"large", strings.Repeat("# comment\n", 5000), "has 50000 bytes"},
	{"many layers", "layers:\n" + strings.Repeat("- relu\n", 300), "line 258: layers.256.relu: is layer 257: take 256 layers at most"},
}

// TestRefuse: bad files are refused in one line that says where, what and what to do.
func TestRefuse(t *testing.T) {
	for _, c := range bad {
		d, err := Read([]byte(c.text), usual)
		if err == nil {
			d.Inputs, d.Outputs = 20, 3
			err = d.Check()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
			continue
		}
		if s := err.Error(); strings.ContainsAny(s, "\n\r") || len(s) > 300 {
			t.Errorf("%s: no line: %q", c.name, s)
		}
	}
}

// FuzzRead: no file makes the reader panic or say more than a line, and what it reads it reads again
// from what it writes.
func FuzzRead(f *testing.F) {
	f.Add([]byte(all))
	for _, c := range bad {
		f.Add([]byte(c.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Read(text, usual)
		if err != nil {
			if s := err.Error(); strings.ContainsAny(s, "\n\r") || len(s) > 400 {
				t.Errorf("no line: %q", s)
			}
			return
		}
		again, err := Read(d.YAML(), nil)
		if err != nil {
			t.Fatalf("%v in\n%s", err, d.YAML())
		}
		if string(again.YAML()) != string(d.YAML()) {
			t.Errorf("%s\nis read back as\n%s", d.YAML(), again.YAML())
		}
		d.Inputs, d.Outputs = 20, 3
		if err := d.Check(); err != nil && strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("no line: %q", err)
		}
	})
}
