package runs

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gater/mat"
	"gater/train"
)

// FuzzLoad: no file makes the reader panic, or take more memory than a small multiple of its length, and
// what it takes is the same when it was written and read again.
func FuzzLoad(f *testing.F) {
	numbers := []float64{1, 2}
	all := map[string]train.Tensor{"a": {M: mat.M{Rows: 1, Cols: 2, Data: []mat.Float{1, 2}}}, "n": {Numbers: &numbers}}
	path := filepath.Join(f.TempDir(), "x")
	check(f, SaveTensors(path, tensors(all), map[string]string{"k": "v"}))
	whole := readAll(f, path)
	f.Add(whole)
	f.Add(whole[:len(whole)-3])
	f.Add([]byte{})
	f.Add(file(`{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"a":null}`, make([]byte, 8)))
	f.Fuzz(func(t *testing.T, b []byte) {
		n := []float64{}
		into := map[string]train.Tensor{"a": {M: mat.M{Rows: 1, Cols: 2, Data: make([]mat.Float, 2)}}, "n": {Numbers: &n}}
		meta, err := fill("f", b, tensors(into))
		if err != nil {
			oneLine(t, "fuzz", err, "f: ")
			return
		}
		if len(n)*8 > len(b) {
			t.Errorf("%d numbers out of %d bytes", len(n), len(b))
		}
		if p, at, seconds, err := position(meta); err == nil && (p.Epoch < 0 || p.Step < 0 || at < 0 || !(seconds >= 0)) {
			t.Errorf("a checkpoint at %+v, byte %d, %v s", p, at, seconds)
		}
		again := filepath.Join(t.TempDir(), "y")
		check(t, SaveTensors(again, tensors(into), meta))
		m := []float64{}
		copied := map[string]train.Tensor{"a": {M: mat.M{Rows: 1, Cols: 2, Data: make([]mat.Float, 2)}}, "n": {Numbers: &m}}
		meta2, err := LoadTensors(again, tensors(copied))
		check(t, err)
		if !slices.Equal(into["a"].Data, copied["a"].Data) || !slices.Equal(n, m) || !maps.Equal(meta, meta2) {
			t.Errorf("%v %v %q is written and read as %v %v %q", into["a"].Data, n, meta, copied["a"].Data, m, meta2)
		}
	})
}

// FuzzConfig: settings that pass can be written and read again as they are, and name a network
// that fits into memory.
func FuzzConfig(f *testing.F) {
	b, err := json.Marshal(config(f))
	check(f, err)
	f.Add(b)
	b, err = json.Marshal(described(f))
	check(f, err)
	f.Add(b)
	f.Add([]byte(`{"preset":"` + strings.Repeat("I", 1000) + `"}`))
	f.Add([]byte(`{"gater":[1,2,-3]}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := readConfig("f", b)
		if err != nil {
			oneLine(t, "fuzz", err, "f: ")
			return
		}
		again, err := json.Marshal(c)
		check(t, err)
		if _, err := readConfig("f", again); err != nil {
			t.Errorf("%s: %v", again, err)
		}
		if float64(c.Blocks)*float64(c.Width)*float64(c.Inputs) > 1<<28 {
			t.Errorf("%s would not fit into memory", again)
		}
	})
}
