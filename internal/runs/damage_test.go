package runs

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"gater/mat"
	"gater/train"
)

// TestDamage: a run whose files were harmed says which one and what to do, in a line.
func TestDamage(t *testing.T) {
	good := t.TempDir()
	r, _ := finished(t, good)
	check(t, r.Close())
	for _, c := range []struct {
		name, file string
		harm       func(b []byte) []byte
		want       string // "" for no error
	}{
		{"nothing", modelFile, keep, ""},
		{"empty", "", cut(0), "is damaged or cut short"},
		{"cut in the header", "", cut(100), "is damaged or cut short, train again"},
		{"cut in the data", "", cut(-1), "is damaged or cut short, train again"},
		{"NaN", "", tail(math.NaN()), "holds NaN: the file is damaged, or training diverged"},
		{"infinity", "", tail(math.Inf(-1)), "holds -Inf: the file is damaged, or training diverged"},
		{"other program", "", swap(`"format":"gater 1"`, `"format":"other 1"`), "was not written by this version of gater: train again"},
		{"other settings", "", swap(`\"seed\":1`, `\"seed\":2`), "was written with other settings than those in config.json: it belongs to another run"},
		{"settings that are none", "", swap(`{\"preset\"`, `[\"preset\"`), "damaged"},
		{"text", "", func([]byte) []byte { return []byte("<html>not found</html>") }, "is damaged or cut short"},
		{"other net", configFile, swap(`"width": 2`, `"width": 3`), "this net wants"},
		{"more blocks", configFile, swap(`"blocks": 8`, `"blocks": 9`), "this net wants"},
		{"other gate", configFile, swap(`"gate": "sbn"`, `"gate": "st"`), "this net has"},
		{"other rate", configFile, swap(`"rate": 0.05`, `"rate": 0.06`), "it belongs to another run"},
		{"unknown gate", configFile, swap(`"gate": "sbn"`, `"gate": "foo"`), `unknown gate "foo": choose one of`},
		{"no inputs", configFile, swap(`"inputs": 64`, `"inputs": 0`), "the file was changed, train again"},
		{"settings cut", configFile, cut(50), "damaged (unexpected end of JSON input): the run cannot be read, train again"},
		{"settings empty", configFile, cut(0), "damaged"},
		{"settings huge", configFile, func([]byte) []byte { return make([]byte, maxConfig+1) }, "far more than belong there"},
		{"thresholds", modelFile, swap(`"thresholds":"[`, `"thresholds":"{`), "damaged (thresholds"},
		{"progress", checkpointFile, swap(`\"epoch\":2`, `\"epoch\":9`), "damaged (its numbers contradict each other): start the run again"},
		{"progress that is none", checkpointFile, swap(`{\"epoch\":2`, `[\"epoch\":2`), "damaged"},
		{"steps", checkpointFile, swap(`\"step\":0`, `\"step\":7`), "damaged (its numbers"},
		{"no place in the events", checkpointFile, after(`"events":"`, 'x'), "damaged (strconv.ParseInt"},
		{"place before the events", checkpointFile, after(`"events":"`, '-'), "damaged (its numbers"},
		{"events cut", eventsFile, cut(10), "is shorter than its checkpoint says"},
	} {
		for _, of := range []string{modelFile, checkpointFile} {
			if c.file == modelFile && of == checkpointFile || (c.file == checkpointFile || c.file == eventsFile) && of == modelFile {
				continue
			}
			dir := t.TempDir()
			check(t, os.CopyFS(dir, os.DirFS(good)))
			name := c.file
			if name == "" {
				name = of
			}
			before := readAll(t, dir, name)
			now := c.harm(bytes.Clone(before))
			if c.want != "" && bytes.Equal(before, now) {
				t.Fatalf("%s: %s was not changed", c.name, name)
			}
			write(t, filepath.Join(dir, name), now)
			err := use(t, dir, of)
			if c.want == "" {
				check(t, err)
				continue
			}
			oneLine(t, c.name+" in "+name, err, dir, c.want)
		}
	}
}

// use opens a run and loads one of its files.
func use(t *testing.T, dir, file string) error {
	r, err := Open(dir)
	if err != nil {
		return err
	}
	if file == modelFile {
		_, _, err = r.LoadModel()
		return err
	}
	defer r.Close()
	return r.Resume(trainer(t, r.Config))
}

func keep(b []byte) []byte { return b }

func cut(n int) func([]byte) []byte {
	return func(b []byte) []byte {
		if n < 0 {
			return b[:len(b)+n]
		}
		return b[:n]
	}
}

// tail changes the last weight.
func tail(v float64) func([]byte) []byte {
	x := encode(train.Tensor{M: mat.M{Rows: 1, Cols: 1, Data: []mat.Float{mat.Float(v)}}}).data
	return func(b []byte) []byte { return append(b[:len(b)-len(x)], x...) }
}

// swap replaces text by other text of the same length.
func swap(old, with string) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(with), 1) }
}

// after changes the byte behind some text.
func after(text string, to byte) func([]byte) []byte {
	return func(b []byte) []byte {
		b[bytes.Index(b, []byte(text))+len(text)] = to
		return b
	}
}

// TestMissing: folders that hold no run, and runs that hold no model.
func TestMissing(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), nil)
	check(t, os.MkdirAll(filepath.Join(dir, "odd", configFile), 0o755))
	for _, c := range []struct{ path, want string }{
		{"", "holds no run (it has no config.json): give the folder that gater train printed"},
		{"none", "holds no run (it has no config.json)"},
		{"file", "holds no run (it has no config.json)"},
		{"odd", "is not a regular file"},
	} {
		_, err := Open(filepath.Join(dir, c.path))
		oneLine(t, c.path, err, filepath.Join(dir, c.path), c.want)
	}
	half := filepath.Join(dir, "half")
	saved(t, half, 3)
	r, err := Open(half)
	check(t, err)
	_, _, err = r.LoadModel()
	oneLine(t, "half", err, half+" has no trained model yet: finish the run with gater train --resume "+half)
}

// TestOtherData: a checkpoint of data with more steps an epoch is refused.
func TestOtherData(t *testing.T) {
	dir := t.TempDir()
	r, _ := saved(t, dir, 3)
	tr := trainer(t, r.Config)
	tr.Train = tiny.Train.Slice(0, 30)
	check(t, tr.Start())
	oneLine(t, "fewer examples", r.Resume(tr), "has 2 steps an epoch, this data makes 1: resume with the data the run began with")
}

// TestNumbers: lists of running numbers that no training makes are refused; they would be read
// out of bounds.
func TestNumbers(t *testing.T) {
	list := func(n int) train.Tensor { x := make([]float64, n); return train.Tensor{Numbers: &x} }
	layers := map[string]int{"0": 8, "10": 5}
	for _, c := range []struct {
		layer string
		a, b  int
		ok    bool
	}{{"x", 8, 8, true}, {"x", 0, 0, true}, {"x", 1, 1, true}, {"x", 8, 0, false}, {"x", 7, 7, false}, {"x", 9, 9, false}, {"x", 2, 2, false},
		{"x", 5, 5, true}, {"net.0.gate", 8, 8, true}, {"net.0.gate", 5, 5, false}, {"0.gate", 5, 5, false}, {"net.10.gate", 5, 5, true}, {"net.10.gate", 8, 8, false}} {
		err := whole("f", tensors(map[string]train.Tensor{c.layer + ".a": list(c.a), c.layer + ".b": list(c.b), "y": list(1)}), layers)
		if (err == nil) != c.ok {
			t.Errorf("%+v: %v", c, err)
		}
		if !c.ok {
			oneLine(t, "numbers", err, "f: tensor ", "the file is damaged, train again")
		}
	}
}
