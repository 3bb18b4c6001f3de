package model

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// folder is a model's files in memory.
func folder(t testing.TB) fstest.MapFS {
	t.Helper()
	files, err := small(t, "nr", nil).contents()
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, b := range files {
		fsys[name] = &fstest.MapFile{Data: b}
	}
	return fsys
}

// unseal drops the last line of model.yaml, for damage that is to be found without it.
func unseal(f fstest.MapFS) {
	s, _, _ := strings.Cut(string(f[SpecFile].Data), sealMark)
	f[SpecFile].Data = []byte(s)
}

// weigh replaces the weights, and their checksum in model.yaml.
func weigh(f fstest.MapFS, b []byte) {
	unseal(f)
	old := checksum(f[weightsFile].Data)
	sum := sha256.Sum256(b)
	f[weightsFile].Data = b
	r := strings.NewReplacer(old.SHA256, hex.EncodeToString(sum[:]), fmt.Sprint("bytes: ", old.Bytes), fmt.Sprint("bytes: ", len(b)))
	f[SpecFile].Data = []byte(r.Replace(string(f[SpecFile].Data)))
}

// retext replaces text in model.yaml.
func retext(old, new string) func(f fstest.MapFS) {
	return func(f fstest.MapFS) {
		unseal(f)
		s := string(f[SpecFile].Data)
		if !strings.Contains(s, old) {
			panic("model.yaml has no " + old + "\n" + s)
		}
		f[SpecFile].Data = []byte(strings.Replace(s, old, new, 1))
	}
}

// reheader replaces text of the same length in the header of the weights.
func reheader(old, new string) func(f fstest.MapFS) {
	return func(f fstest.MapFS) {
		s := string(f[weightsFile].Data)
		if !strings.Contains(s, old) || len(old) != len(new) {
			panic("no " + old + " in " + s)
		}
		weigh(f, []byte(strings.Replace(s, old, new, 1)))
	}
}

// TestDamage: each is refused in a line that names the file and says what to do.
func TestDamage(t *testing.T) {
	for _, c := range []struct {
		name, want string
		do         func(f fstest.MapFS)
	}{
		{"nothing", "", func(fstest.MapFS) {}},
		{"a card that was edited", "", func(f fstest.MapFS) { f[cardFile].Data = []byte("mine") }},
		{"no model.yaml", "holds no model", func(f fstest.MapFS) { delete(f, SpecFile) }},
		{"no weights", "weights.safetensors: is missing: copy", func(f fstest.MapFS) { delete(f, weightsFile) }},
		{"a newer version", "model.yaml: is of version 3, this gater reads up to 2: take a newer gater", retext("version: 1", "version: 3\nfuture: x")},
		{"version 0", "which there never was", retext("version: 1", "version: 0")},
		{"no version", "has no version", retext("version: 1\n", "")},
		{"an unknown key", "unknown field", retext("task:", "tusk: 1\ntask:")},
		{"no YAML", "model.yaml: damaged", func(f fstest.MapFS) { f[SpecFile].Data = []byte("\x00{]") }},
		{"an empty model.yaml", "has no version", func(f fstest.MapFS) { f[SpecFile].Data = nil }},
		{"aliases", "refers to other parts", retext("task:", "mode: &a [x]\nb: *a\ntask:")},
		{"a deep model.yaml", "nests more than 32 deep", retext("task:", "x: "+strings.Repeat("[", 1<<18)+"\ntask:")},
		{"a huge model.yaml", "far more than belong there", func(f fstest.MapFS) { f[SpecFile].Data = make([]byte, 2<<20) }},
		{"an unknown task", "it must be classes, labels or number", retext("task: classes", "task: poetry")},
		{"an unknown input", "it must be pixels, numbers or table", retext("kind: numbers", "kind: smells")},
		{"a class too few", "2 names for 3 outputs", retext("- c\n", "")},
		{"a threshold too few", "no threshold of gated layer", retext("  \"1\": 0.3\n", "")},
		{"an unknown gate", "unknown gate", retext("estimator: nr", "estimator: xx")},
		{"no network", "has no network", func(f fstest.MapFS) {
			s, _, _ := strings.Cut(string(f[SpecFile].Data), "network:")
			f[SpecFile].Data = []byte(s)
		}},
		{"an unknown layer", "did you mean gated", retext("- gated:", "- gatid:")},
		{"a huge net", "million weights", func(f fstest.MapFS) {
			retext("blocks: 6", "blocks: 1000000")(f)
			retext("width: 3", "width: 1000")(f)
		}},
		{"another width", "belong to another network", retext("width: 3", "width: 4")},
		{"traversal", `lists file "../weights.safetensors", which is no part`, retext("weights.safetensors:", "../weights.safetensors:")},
		{"another file", `lists file "evil.so"`, retext("files:\n", "files:\n  evil.so:\n    bytes: 1\n    sha256: x\n")},
		{"a flipped bit", "its SHA-256 differs", func(f fstest.MapFS) {
			b := f[weightsFile].Data
			b[len(b)-3] ^= 1
		}},
		{"cut short", "bytes, not", func(f fstest.MapFS) { f[weightsFile].Data = f[weightsFile].Data[:100] }},
		{"cut short, checksum right", "not a whole safetensors file", func(f fstest.MapFS) { weigh(f, f[weightsFile].Data[:len(f[weightsFile].Data)-4]) }},
		{"too long", "4 bytes belong to no tensor", func(f fstest.MapFS) { weigh(f, append(f[weightsFile].Data, 0, 0, 0, 0)) }},
		{"seven bytes", "7 bytes are no safetensors file", func(f fstest.MapFS) { weigh(f, make([]byte, 7)) }},
		{"a huge header", "a header of", func(f fstest.MapFS) {
			b := append([]byte(nil), f[weightsFile].Data...)
			binary.LittleEndian.PutUint64(b, 1<<62)
			weigh(f, b)
		}},
		{"no JSON", "no JSON object", reheader(`{"__metadata__"`, `["__metadata__"`)},
		{"overlap", "tensors leave or share bytes 4 to 8", nil},
		{"beyond the end", "lies at 8 to 16 of 12 bytes", nil},
		{"a negative shape", "is F32 [-1 -3]", nil},
		{"an unknown type", "is F31", reheader(`"F32"`, `"F31"`)},
		{"another name", "has no tensor", reheader(`layers.2.bias`, `layers.2.bius`)},
		{"another shape", "the network wants", reheader(`[18,4]`, `[4,18]`)},
	} {
		f := folder(t)
		if c.name == "overlap" || c.name == "beyond the end" || c.name == "a negative shape" {
			c.do = headers(c.name)
		}
		c.do(f)
		_, err := LoadFS(f)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 300 {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// headers are damages of safetensors headers that parse must find by itself.
func headers(name string) func(f fstest.MapFS) {
	text := map[string]string{
		"overlap":          `{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}`,
		"beyond the end":   `{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}`,
		"a negative shape": `{"a":{"dtype":"F32","shape":[-1,-3],"data_offsets":[0,12]}}`,
	}[name]
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	return func(f fstest.MapFS) { weigh(f, append(append(b, text...), make([]byte, 12)...)) }
}

// TestLoadNames: errors about a folder on disk name the file in it.
func TestLoadNames(t *testing.T) {
	at := filepath.Join(t.TempDir(), "m")
	if err := Save(at, small(t, "nr", nil), false); err != nil {
		t.Fatal(err)
	}
	os.Truncate(filepath.Join(at, weightsFile), 5)
	if _, err := Load(at); err == nil || !strings.HasPrefix(err.Error(), at+"/weights.safetensors: has 5 bytes") {
		t.Errorf("%v", err)
	}
	if _, err := Load(at + "x"); err == nil || !strings.HasPrefix(err.Error(), at+"x holds no model") {
		t.Errorf("%v", err)
	}
}
