package model

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// wider is a small model whose blocks are of width units.
func wider(t testing.TB, gate string, width int) *Model {
	return small(t, gate, func(c *catalog.Config) { c.Width = width })
}

// TestNarrowRoundTrip: a model with narrow weights that was saved and loaded puts out the same bits, as
// does a copy of it; it is of version 2 and shorter.
func TestNarrowRoundTrip(t *testing.T) {
	for _, kind := range Weights {
		for _, width := range []int{1, 3, 20} {
			m := wider(t, "nr", width)
			floats := outputs(m)
			if err := m.Narrow(kind); err != nil {
				t.Fatal(err)
			}
			want := outputs(m)
			if want == floats {
				t.Errorf("%s: control: the outputs are those of floats", kind)
			}
			dir := t.TempDir()
			for _, name := range []string{"m", "n"} {
				if err := Save(filepath.Join(dir, name), m, false); err != nil {
					t.Fatal(err)
				}
				l, err := Load(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if got := outputs(l); got != want || l.Version != 2 || l.Weights != kind {
					t.Errorf("%s, width %d: version %d, weights %q, outputs %s, want %s", kind, width, l.Version, l.Weights, got, want)
				}
				m = l
			}
			a, _ := os.ReadFile(filepath.Join(dir, "m", weightsFile))
			b, _ := os.ReadFile(filepath.Join(dir, "n", weightsFile))
			if string(a) != string(b) {
				t.Errorf("%s: a copy has other weights", kind)
			}
		}
	}
}

// TestNarrowNear: narrow weights change outputs by little, and what gates score in the first layer not
// at all; with the scale of one unit wrong they change by much.
func TestNarrowNear(t *testing.T) {
	run := func(m *Model) (y, scores []float64) {
		x := mat.New(50, m.Network.Inputs)
		for i := range x.Data {
			x.Data[i] = mat.Float(math.Cos(float64(3 * i)))
		}
		p := &nn.Pass{Watch: func(_ nn.Layer, v mat.M) {
			for _, s := range v.Data {
				scores = append(scores, float64(s))
			}
		}}
		p.Run(nn.Use, m.Net, x, func(v *nn.Var) []float64 {
			for _, v := range v.Val.Data {
				y = append(y, float64(v))
			}
			return make([]float64, 50)
		})
		return y, scores
	}
	want, scores := run(wider(t, "nr", 20))
	size := 0.0
	for _, v := range want {
		size = max(size, math.Abs(v))
	}
	for _, c := range []struct {
		kind  string
		limit float64
	}{{"bf16", 0.01}, {"int8", 0.03}} {
		for _, wrong := range []bool{false, true} {
			m := wider(t, "nr", 20)
			if err := m.Narrow(c.kind); err != nil {
				t.Fatal(err)
			}
			_, params := nn.Narrowed(m.Net)
			last := params[len(params)-1]
			switch w := last.Narrow.(type) {
			case *mat.Int8:
				if wrong {
					w.Scales()[1] *= 1.5
				}
			case *mat.BF16:
				if wrong {
					coarse := mat.New(last.Val.Rows, last.Val.Cols)
					for i := range coarse.Data {
						coarse.Data[i] = 1.5 * mat.Float(mat.FromBF16(w.Bits(i)))
					}
					last.Narrow = mat.NewBF16(coarse, 1)
				}
			}
			got, now := run(m)
			worst := 0.0
			for i := range got {
				worst = max(worst, math.Abs(got[i]-want[i])/size)
			}
			if (worst < c.limit) == wrong {
				t.Errorf("%s, wrong %v: outputs are off by %.4f of the largest, limit %v", c.kind, wrong, worst, c.limit)
			}
			for i := range now {
				if now[i] != scores[i] {
					t.Fatalf("%s: score %d is %v, was %v", c.kind, i, now[i], scores[i])
				}
			}
		}
	}
}

// TestNarrowDamage: each is refused in a line that names the file.
func TestNarrowDamage(t *testing.T) {
	for _, c := range []struct {
		name, kind, want string
		do               func(f fstest.MapFS)
	}{
		{"nothing", "bf16", "", func(fstest.MapFS) {}},
		{"nothing", "int8", "", func(fstest.MapFS) {}},
		{"floats said to be bytes", "bf16", "is BF16, by model.yaml it is I8", retext("weights: bf16", "weights: int8")},
		{"bytes said to be floats", "int8", "is I8, by model.yaml it is of floats", func(f fstest.MapFS) {
			retext("weights: int8\n", "")(f)
			retext("version: 2", "version: 1")(f)
		}},
		{"narrow in version 1", "int8", "weights of int8 in version 1", retext("version: 2", "version: 1")},
		{"unknown weights", "int8", "they must be bf16 or int8", retext("weights: int8", "weights: int3")},
		{"NaN", "bf16", "holds NaN", put16(0x7fc0)},
		{"infinity", "bf16", "holds +Inf", put16(0x7f80)},
		{"a scale of NaN", "int8", "holds NaN", putScale(math.NaN())},
		{"a scale below 0", "int8", "scales are 0 or more", putScale(-1)},
		{"no scale", "int8", `has no tensor "layers.2.weight_scale"`, reheader("layers.2.weight_scale", "layers.2.weight_scalf")},
		{"scales of another type", "int8", `has no tensor "layers.1.weight_scale" of F32`, reheader(`"layers.1.weight_scale":{"dtype":"F32","shape":[120]`, `"layers.1.weight_scale":{"dtype":"F16","shape":[240]`)},
		{"a flipped bit", "int8", "its SHA-256 differs", func(f fstest.MapFS) { f[weightsFile].Data[len(f[weightsFile].Data)-1] ^= 1 }},
	} {
		m := wider(t, "nr", 20)
		if err := m.Narrow(c.kind); err != nil {
			t.Fatal(err)
		}
		files, err := m.contents()
		if err != nil {
			t.Fatal(err)
		}
		f := fstest.MapFS{}
		for name, b := range files {
			f[name] = &fstest.MapFile{Data: b}
		}
		c.do(f)
		_, err = LoadFS(f)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 300 {
			t.Errorf("%s, %s: %v, want %q", c.name, c.kind, err, c.want)
		}
	}
}

// spoil changes the numbers of a tensor of the folder.
func spoil(name string, do func(t tensor)) func(f fstest.MapFS) {
	return func(f fstest.MapFS) {
		b := append([]byte(nil), f[weightsFile].Data...)
		all, err := parse(b)
		if err != nil {
			panic(err)
		}
		do(all[name])
		weigh(f, b)
	}
}

func put16(x uint16) func(f fstest.MapFS) {
	return spoil("layers.1.weight", func(t tensor) { t.data[4], t.data[5] = byte(x), byte(x>>8) })
}

func putScale(x float64) func(f fstest.MapFS) {
	return spoil("layers.1.weight_scale", func(t tensor) { t.put(3, x) })
}

// TestNarrowRefuses: weights that are no numbers or do not fit, and weights that are narrow already.
func TestNarrowRefuses(t *testing.T) {
	for _, c := range []struct {
		want string
		do   func(m *Model) error
	}{
		{"unknown weights \"int3\"", func(m *Model) error { return m.Narrow("int3") }},
		{"has weights of bf16 already", func(m *Model) error { m.Narrow("bf16"); return m.Narrow("int8") }},
		{"is not a number everywhere", func(m *Model) error { first(m)[0] = mat.Float(math.NaN()); return m.Narrow("int8") }},
		{"is not a number everywhere", func(m *Model) error { first(m)[0] = mat.Float(math.Inf(1)); return m.Narrow("bf16") }},
		{"which 16 bits cannot", func(m *Model) error { first(m)[0] = math.MaxFloat32; return m.Narrow("bf16") }},
	} {
		if err := c.do(wider(t, "nr", 3)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

func first(m *Model) []mat.Float {
	_, params := nn.Narrowed(m.Net)
	return params[0].Val.Data
}
