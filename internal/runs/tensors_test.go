package runs

import (
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"gater/mat"
	"gater/train"
)

// tensors are given tensors, in the order of their names.
func tensors(all map[string]train.Tensor) iter.Seq2[string, train.Tensor] {
	return func(yield func(string, train.Tensor) bool) {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if !yield(name, all[name]) {
				return
			}
		}
	}
}

// TestTensors: what is saved is loaded, bit for bit.
func TestTensors(t *testing.T) {
	odd := []mat.Float{0, mat.Float(math.Copysign(0, -1)), 1e-38, 5e-45, math.MaxFloat32, -math.MaxFloat32, 1.0 / 3, 7}
	numbers := []float64{0, 1e-300, 1e300, 1.0 / 3, math.SmallestNonzeroFloat64}
	path := filepath.Join(t.TempDir(), "x")
	save := map[string]train.Tensor{
		"a": {M: mat.M{Rows: 2, Cols: 4, Data: odd}}, "b": {M: mat.M{Rows: 8, Cols: 1, Data: odd}},
		"c": {Numbers: &numbers}, "d": {Numbers: new([]float64)},
	}
	meta := map[string]string{"k": "v \" \n Ω"}
	check(t, SaveTensors(path, tensors(save), meta))
	load := map[string]train.Tensor{
		"a": {M: mat.M{Rows: 2, Cols: 4, Data: make([]mat.Float, 8)}}, "b": {M: mat.M{Rows: 8, Cols: 1, Data: make([]mat.Float, 8)}},
		"c": {Numbers: new([]float64)}, "d": {Numbers: &[]float64{1, 2}},
	}
	got, err := LoadTensors(path, tensors(load))
	check(t, err)
	if !maps.Equal(got, meta) {
		t.Errorf("metadata %q, want %q", got, meta)
	}
	for name := range save {
		if a, b := encode(save[name]), encode(load[name]); !slices.Equal(a.data, b.data) || !slices.Equal(a.shape, b.shape) {
			t.Errorf("%s: % x %v, want % x %v", name, b.data, b.shape, a.data, a.shape)
		}
	}
	first := readAll(t, path)
	check(t, SaveTensors(path, tensors(load), meta))
	if !slices.Equal(first, readAll(t, path)) {
		t.Error("the same tensors make another file")
	}
}

// file is a safetensors file of a header and data.
func file(header string, data []byte) []byte {
	return slices.Concat(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), []byte(header), data)
}

// TestHostile: files that no version of this program wrote.
func TestHostile(t *testing.T) {
	want := func() iter.Seq2[string, train.Tensor] {
		return tensors(map[string]train.Tensor{"a": {M: mat.M{Rows: 1, Cols: 2, Data: make([]mat.Float, 2)}}, "n": {Numbers: new([]float64)}})
	}
	dtype, size := floatType().String(), int(floatType().Size())
	a := func(dtype, shape, offsets string) string {
		return fmt.Sprintf(`{"a":{"dtype":%q,"shape":%s,"data_offsets":%s}`, dtype, shape, offsets)
	}
	two := fmt.Sprintf("[0,%d]", 2*size)
	none := fmt.Sprintf(`"shape":[0],"data_offsets":[%d,%d]}`, 2*size, 2*size)
	n := `,"n":{"dtype":"F64",` + none + "}"
	zeros := make([]byte, 2*size)
	if _, err := fill("f", file(a(dtype, "[1,2]", two)+n, zeros), want()); err != nil {
		t.Fatalf("control: %v", err)
	}
	huge := binary.LittleEndian.AppendUint64(nil, math.MaxUint64)
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"empty", nil, "not a whole safetensors file (header too small): it is damaged or cut short, train again"},
		{"seven bytes", make([]byte, 7), "header too small"},
		{"header of nothing", make([]byte, 8), "not a whole safetensors file"},
		{"header longer than the file", file("{}", nil)[:9], "invalid header length"},
		{"header of 2⁶⁴−1 bytes", append(huge, "{}"...), "a header of 18446744073709551615 bytes"},
		{"header of 2 MB", file(string(make([]byte, 2<<20)), nil), "a header of 2097152 bytes"},
		{"header null", file("null", nil), `has no tensor "a": the file belongs to another net`},
		{"header list", file("[]", nil), "not a whole safetensors file"},
		{"deep header", file(string(slices.Repeat([]byte("["), 1<<19)), nil), "not a whole safetensors file"},
		{"tensor null", file(`{"a":null}`, nil), "not a whole safetensors file"},
		{"missing tensor", file(a(dtype, "[1,2]", two)+"}", zeros), `has no tensor "n": the file belongs to another net`},
		{"one too many", file(a(dtype, "[1,2]", two)+n[:len(n)-1]+`,"x":{"dtype":"U8",`+none+"}", zeros), "holds 3 tensors, this net has 2: the file belongs to another net"},
		{"other shape", file(a(dtype, "[2,1]", two)+n, zeros), `tensor "a" is ` + dtype + ` [2 1], this net wants ` + dtype + ` [1 2]: the file belongs to another net`},
		{"other type", file(a("U8", fmt.Sprintf("[1,%d]", 2*size), two)+n, zeros), "is U8 "},
		{"a list of one dimension", file(a(dtype, "[2]", two)+n, zeros), "the file belongs to another net"},
		{"shape that overflows", file(a(dtype, "[4294967296,4294967296,4294967296]", two)+n, zeros), "not a whole safetensors file"},
		{"shape far too large", file(a("U8", "[18446744073709551000]", "[0,18446744073709551000]")+"}", zeros), "not a whole safetensors file"},
		{"offsets backwards", file(a(dtype, "[1,2]", "[8,0]")+n, zeros), "not a whole safetensors file"},
		{"offsets beyond", file(a(dtype, "[1,2]", "[0,800]")+n, zeros), "not a whole safetensors file"},
		{"data cut", file(a(dtype, "[1,2]", two)+n, zeros[1:]), "not a whole safetensors file"},
		{"data too long", file(a(dtype, "[1,2]", two)+n, append(zeros, 0)), "not a whole safetensors file"},
		{"negative shape", file(a(dtype, "[-1,2]", two)+n, zeros), "not a whole safetensors file"},
		{"metadata of numbers", file(`{"__metadata__":{"a":1}}`, nil), "not a whole safetensors file"},
		{"long words", file(`{"__metadata__":{"a":["`+string(slices.Repeat([]byte("x"), 9999))+`"]}}`, nil), "…"},
	} {
		_, err := fill("f", c.b, want())
		oneLine(t, c.name, err, "f: ", c.want)
	}
}

// TestTensorsWithGaps: a matrix whose rows lie apart is saved as one without gaps, and loaded into place;
// what is between its rows is neither.
func TestTensorsWithGaps(t *testing.T) {
	plain, apart := mat.New(9, 512), mat.NewWeights(9, 512)
	for i := range apart.Data {
		apart.Data[i] = -1
	}
	for i := range plain.Rows {
		for j := range plain.Cols {
			plain.Row(i)[j], apart.Row(i)[j] = mat.Float(i+j), mat.Float(i+j)
		}
	}
	if apart.Ld() == plain.Ld() {
		t.Fatal("control: there are no gaps")
	}
	dir := t.TempDir()
	for name, m := range map[string]mat.M{"plain": plain, "apart": apart} {
		check(t, SaveTensors(filepath.Join(dir, name), tensors(map[string]train.Tensor{"a": {M: m}}), nil))
	}
	if !slices.Equal(readAll(t, filepath.Join(dir, "plain")), readAll(t, filepath.Join(dir, "apart"))) {
		t.Error("gaps make another file")
	}
	into := mat.Like(apart)
	_, err := LoadTensors(filepath.Join(dir, "plain"), tensors(map[string]train.Tensor{"a": {M: into}}))
	check(t, err)
	if !slices.Equal(into.Packed().Data, plain.Data) || into.Data[512] != 0 {
		t.Error("a matrix with gaps is loaded to other places")
	}
}
