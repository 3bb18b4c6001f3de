package model

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// TestLayout: computed from the file's tensors by their names and layouts, as PyTorch would, the
// outputs are the network's.
func TestLayout(t *testing.T) {
	m := small(t, "rectifier", func(c *catalog.Config) { c.Mode, c.Adaptive = "mean", false })
	at := filepath.Join(t.TempDir(), "m")
	if err := Save(at, m, false); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(at, weightsFile))
	if err != nil {
		t.Fatal(err)
	}
	w, err := parse(b)
	if err != nil {
		t.Fatal(err)
	}
	const i, last = "1", "2" // dropout is layer 0
	for name, want := range map[string][]int{
		"layers." + i + ".weight": {18, 4}, "layers." + i + ".bias": {18}, "layers." + last + ".weight": {3, 18},
		"layers." + i + ".gate.0.weight": {5, 4}, "layers." + i + ".gate.1.weight": {6, 5},
	} {
		if got := w[name].shape; !slices.Equal(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	linear := func(name string, x []float64) (y []float64) {
		W, b := w[name+".weight"], w[name+".bias"]
		for j := range W.shape[0] {
			s := b.at(j)
			for k, v := range x {
				s += W.at(j*W.shape[1]+k) * v
			}
			y = append(y, s)
		}
		return y
	}
	relu := func(x []float64) []float64 {
		for j := range x {
			x[j] = max(0, x[j])
		}
		return x
	}
	x := []float64{0.3, -0.7, 1.1, 0.2}
	gates := relu(linear("layers."+i+".gate.1", linear("layers."+i+".gate.0", x)))
	y := relu(linear("layers."+i, x))
	for j := range y {
		y[j] *= gates[j/3]
	}
	want := linear("layers."+last, y)
	in := mat.New(1, 4)
	for k, v := range x {
		in.Data[k] = mat.Float(v)
	}
	(&nn.Pass{}).Run(nn.Use, m.Net, in, func(out *nn.Var) []float64 {
		for k, v := range out.Val.Data {
			if math.Abs(float64(v)-want[k]) > 1e-5 {
				t.Errorf("output %d is %v, by the file %v", k, v, want[k])
			}
		}
		return []float64{0}
	})
	if slices.Max(gates) == 0 || slices.Min(gates) > 0 {
		t.Errorf("control: gates %v: some must be open and some shut", gates)
	}
}

// TestHalf: numbers of 16 bits.
func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float64{0x3c00: 1, 0xc000: -2, 0x3555: 0.333251953125, 0x0001: 0x1p-24, 0x7bff: 65504} {
		if got := half(bits); got != want {
			t.Errorf("%#x is %v, want %v", bits, got, want)
		}
	}
	if x := half(0x7c00); x-x == 0 {
		t.Errorf("infinity is %v", x)
	}
	b := tensor{"BF16", []int{1}, []byte{0x80, 0xbf}}
	if b.at(0) != -1 {
		t.Errorf("bfloat16 0xbf80 is %v", b.at(0))
	}
}
