package torch

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"gater/mat"
	"gater/nn"
)

// dense is the net that scripts/torch_fixtures.py saved.
func dense() nn.Seq {
	return nn.Seq{nn.NewLinear(4, 6), nn.Relu{}, nn.NewLinear(6, 5), nn.Tanh{}, nn.NewLinear(5, 3)}
}

// apart is the largest difference between the outputs of a net and PyTorch's.
func apart(t *testing.T, net nn.Layer) (most float64) {
	var want struct{ X, Y [][]float64 }
	b, err := os.ReadFile("testdata/outputs.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	x := mat.New(len(want.X), 4)
	for i, row := range want.X {
		for j, v := range row {
			x.Row(i)[j] = mat.Float(v)
		}
	}
	new(nn.Pass).Run(nn.Use, net, x, func(y *nn.Var) []float64 {
		for i, row := range want.Y {
			for j, v := range row {
				most = max(most, math.Abs(v-float64(y.Val.Row(i)[j])))
			}
		}
		return make([]float64, y.Val.Rows)
	})
	return most
}

// TestOutputs: a net filled from any of the files computes what PyTorch did; with a weight less, not.
func TestOutputs(t *testing.T) {
	for _, c := range []struct {
		file   string
		byName bool
		within float64
	}{
		{"state.pt", true, 1e-5}, {"parallel.pt", true, 1e-5}, {"names.pt", false, 1e-5}, {"double.pt", true, 1e-5},
		{"half.pt", true, 2e-3}, {"bfloat16.pt", true, 2e-2}, {"strided.pt", true, 1e-5}, {"parameters.pt", true, 1e-5},
		{"checkpoint.pt", true, 1e-5}, {"state.safetensors", true, 1e-5},
	} {
		all, err := Load("testdata/" + c.file)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		net := dense()
		pairs, byName, err := Match(net, all)
		if err == nil {
			err = Fill(pairs)
		}
		if err != nil || byName != c.byName {
			t.Errorf("%s: by name %v, %v", c.file, byName, err)
			continue
		}
		if d := apart(t, net); !(d <= c.within) {
			t.Errorf("%s: outputs are %.2g away", c.file, d)
		}
		net[2].(*nn.Linear).W.Val.Data[3] += 0.1
		if d := apart(t, net); d < 1e-3 {
			t.Errorf("%s: with another weight outputs are %.2g away", c.file, d)
		}
	}
}

func TestMatchRefuses(t *testing.T) {
	all, err := Load("testdata/state.pt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		net  nn.Seq
		want []string
	}{
		{nn.Seq{nn.NewLinear(4, 7), nn.Relu{}, nn.NewLinear(7, 5), nn.Tanh{}, nn.NewLinear(5, 3)},
			[]string{"0.weight is [6 4], the network wants [7 4]", "2.weight is [5 6], the network wants [5 7]"}},
		{nn.Seq{nn.NewLinear(4, 6), nn.Relu{}, nn.NewLinear(6, 5)}, []string{"4.weight [3 5] is left over"}},
		{append(dense(), nn.NewLinear(3, 2)), []string{"5.weight [2 3] is missing; 5.bias [2] is missing"}},
	} {
		_, _, err := Match(c.net, all)
		for _, w := range c.want {
			if err == nil || !strings.Contains(err.Error(), w) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v, want %s", err, w)
			}
		}
	}
	all[0].Data[0] = math.NaN()
	pairs, _, err := Match(dense(), all)
	if err != nil {
		t.Fatal(err)
	}
	if err := Fill(pairs); err == nil || !strings.Contains(err.Error(), "0.weight holds NaN") {
		t.Error(err)
	}
}

// archive is what torch.save would write around a pickle.
func archive(t testing.TB, pickle string, records map[string]string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name, text string) {
		e, err := w.CreateRaw(&zip.FileHeader{Name: "archive/" + name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)),
			CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))})
		if err != nil {
			t.Fatal(err)
		}
		e.Write([]byte(text))
	}
	add("data.pkl", pickle)
	for name, text := range records {
		add(name, text)
	}
	w.Close()
	return b.Bytes()
}

// tensor is the pickle of {"w": a tensor of float32 of that size and stride, of n numbers in record 0}.
func tensor(size, stride string, n int) string {
	return "\x80\x02}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu" +
		fmt.Sprintf("J%c%c%c%c", n, n>>8, n>>16, n>>24) + "tQK\x00" + size + stride + "\x89ccollections\nOrderedDict\n)RtRs."
}

func TestLoadRefuses(t *testing.T) {
	four := map[string]string{"data/0": "0123456789abcdef"}
	whole, err := os.ReadFile("testdata/state.pt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"runs code", archive(t, "\x80\x02cposix\nsystem\nX\x02\x00\x00\x00ls\x85R.", nil), "asks for Python's \"posix.system\", which may run code"},
		{"runs code, the old way", archive(t, "(S'ls'\nios\nsystem\n.", nil), "has an operation (0x53)"},
		{"code after the end", archive(t, "\x80\x02}.cposix\nsystem\n.", nil), "goes on after its end"},
		{"huge text", archive(t, "\x80\x02X\xff\xff\xff\x7fa.", nil), "damaged or cut short"},
		{"huge frame", archive(t, "\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x00.", nil), "damaged or cut short"},
		{"stack underflow", archive(t, "\x80\x02RRR.", nil), "damaged or cut short"},
		{"strides beyond whole numbers", archive(t, tensor("(K\x02K\x02K\x02K\x02t", "("+strings.Repeat("\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x40", 4)+"t", 16),
			map[string]string{"data/0": strings.Repeat("0123", 16)}), "damaged or cut short"},
		{"not a dictionary", archive(t, "\x80\x02K\x01.", nil), "holds no dictionary of tensors"},
		{"itself", archive(t, "\x80\x02}q\x00X\x01\x00\x00\x00ah\x00s.", nil), "holds 0 dictionaries of tensors (keys: a)"},
		{"numbers missing", archive(t, tensor("K\x02K\x02\x86", "K\x02K\x01\x86", 4), nil), "its numbers are not all in the file"},
		{"more numbers than there are", archive(t, tensor("K\x02K\x02\x86", "K\x02K\x01\x86", 5), four), "its numbers are not all in the file"},
		{"beyond the storage", archive(t, tensor("K\x02K\x02\x86", "K\x03K\x01\x86", 4), four), "damaged or cut short"},
		{"huge tensor", archive(t, tensor("J\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86", "K\x00K\x00\x86", 4), four), "damaged or cut short"},
		{"packed", packed(t), "is packed, or too large"},
		{"TorchScript", archive(t, "\x80\x02}.", map[string]string{"constants.pkl": ""}), "is TorchScript, a program"},
		{"big-endian", archive(t, "\x80\x02}.", map[string]string{"byteorder": "big"}), "big-endian"},
		{"cut", whole[:len(whole)/2], "cannot be read as an archive"},
		{"bare pickle", []byte("\x80\x02}."), "bare pickle, or of PyTorch before 1.6"},
		{"a name of two lines", archive(t, strings.Replace(tensor("K\x02K\x02\x86", "K\x02K\x01\x86", 4), "\x00w", "\x00\n", 1), four), `tensor "\n" has no readable name: save it under another`},
		{"a key of two lines", archive(t, "\x80\x02}X\x01\x00\x00\x00\nK\x01s.", nil), "holds 0 dictionaries of tensors (keys:  )"},
		{"text", []byte("weights"), "not a whole safetensors file"},
		{"empty", nil, "not a whole safetensors file"},
	} {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, c.in, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(path)
		if err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if all, err := load(bytes.NewReader(archive(t, tensor("K\x02K\x02\x86", "K\x02K\x01\x86", 4), four)), 1<<10); err != nil || len(all) != 1 || len(all[0].Data) != 4 {
		t.Errorf("control: %v %v", all, err)
	}
	for file, want := range map[string]string{"two.pt": "holds 2 dictionaries of tensors (keys: a, b)", "old.pt": "before 1.6",
		"module.pt": "asks for Python's \"torch.nn.modules.container.Sequential\"", "expanded.pt": ""} {
		if _, err := Load("testdata/" + file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}

// packed is an archive whose pickle is deflated.
func packed(t *testing.T) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	e, err := w.Create("archive/data.pkl")
	if err != nil {
		t.Fatal(err)
	}
	e.Write(bytes.Repeat([]byte("}"), 1000))
	w.Close()
	return b.Bytes()
}

func TestNatural(t *testing.T) {
	for _, c := range [][2]string{{"layers.2.w", "layers.10.w"}, {"fc1.bias", "fc2.bias"}, {"a", "a.b"}, {"a.9", "b.1"}} {
		if natural(c[0], c[1]) >= 0 || natural(c[1], c[0]) <= 0 || natural(c[0], c[0]) != 0 {
			t.Errorf("%v out of order", c)
		}
	}
}

// oneLine wants an error to be a short line.
func oneLine(t *testing.T, err error) {
	t.Helper()
	if s := err.Error(); strings.ContainsFunc(s, unicode.IsControl) || len(s) > 500 {
		t.Errorf("no line: %q", s)
	}
}

// FuzzLoad: any file holds tensors that are whole, in memory by its length, or is refused in a line.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"state.pt", "checkpoint.pt", "state.safetensors"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		before := m.TotalAlloc
		all, err := load(bytes.NewReader(b), int64(len(b)))
		runtime.ReadMemStats(&m)
		if used := m.TotalAlloc - before; used > 16<<20+uint64(len(b))<<10 {
			t.Errorf("%d bytes of memory for a file of %d", used, len(b))
		}
		if err != nil {
			oneLine(t, err)
			return
		}
		for _, x := range all {
			if len(x.Data) != volume(x.Shape) {
				t.Fatalf("%s %v has %d numbers", x.Name, x.Shape, len(x.Data))
			}
		}
	})
}

func FuzzUnpickle(f *testing.F) {
	f.Add([]byte(tensor("K\x02K\x02\x86", "K\x02K\x01\x86", 4)))
	f.Add([]byte("\x80\x02}X\x01\x00\x00\x00\nK\x01s."))
	f.Add([]byte("\x80\x02cposix\nsystem\nX\x02\x00\x00\x00ls\x85R."))
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := unpickle(b)
		if err == nil {
			_, _, err = views(v, true)
		}
		if err != nil {
			oneLine(t, err)
		}
	})
}
