package rng

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"testing"
)

var base = Key{Seed: 7, Step: 11, Row: 13, Site: 17, Draw: 19}

// neighbours are keys one step from base in one field each.
var neighbours = map[string]Key{
	"seed":      {8, 11, 13, 17, 19},
	"high seed": {7 | 1<<32, 11, 13, 17, 19},
	"step":      {7, 12, 13, 17, 19},
	"row":       {7, 11, 14, 17, 19},
	"site":      {7, 11, 13, 18, 19},
	"draw":      {7, 11, 13, 17, 20},
	"swapped":   {7, 13, 11, 19, 17},
}

// draws is n uniforms or normals of k.
func draws(f func([]float64, Key), n int, k Key) []float64 {
	d := make([]float64, n)
	f(d, k)
	return d
}

func TestSameKeySameNumbers(t *testing.T) {
	for name, f := range map[string]func([]float64, Key){"Uniform": Uniform[float64], "Normal": Normal[float64]} {
		long := draws(f, 1000, base)
		for n := range 40 { // every length, in any order
			n = n * 7 % 40
			if got := draws(f, n, base); !slices.Equal(got, long[:n]) {
				t.Errorf("%s: the first %d elements depend on the length", name, n)
			}
		}
		for field, k := range neighbours {
			same := 0
			for i, v := range draws(f, 1000, k) {
				if v == long[i] {
					same++
				}
			}
			if same != 0 {
				t.Errorf("%s: another %s gives %d of the same 1000 numbers", name, field, same)
			}
		}
	}
}

func TestFloat32IsTheSameDraw(t *testing.T) {
	k, n := base, 10_000
	u, v := make([]float32, n), draws(Uniform[float64], n, k)
	Uniform(u, k)
	for j := range u {
		if math.Abs(float64(u[j])-v[j]) > 0x1p-24 {
			t.Fatalf("element %d: float32 %v, float64 %v", j, u[j], v[j])
		}
	}
	z, y := make([]float32, n), draws(Normal[float64], n, k)
	Normal(z, k)
	for j := range z {
		if z[j] != float32(y[j]) {
			t.Fatalf("element %d: normal float32 %v, float64 %v", j, z[j], y[j])
		}
	}
}

// TestSameBits holds the first hundred thousand draws to what they were on the
// first machine.
func TestSameBits(t *testing.T) {
	for name, c := range map[string]struct {
		f    func([]float64, Key)
		want string
	}{
		"Uniform": {Uniform[float64], "584a80cca37b8e88"},
		"Normal":  {Normal[float64], "11b394e10ca3e4ae"},
	} {
		h := fnv.New64a()
		for _, v := range draws(c.f, 100_000, base) {
			fmt.Fprintf(h, "%x ", math.Float64bits(v))
		}
		if got := fmt.Sprintf("%016x", h.Sum64()); got != c.want {
			t.Errorf("%s: the bits hash to %s, want %s", name, got, c.want)
		}
	}
}

func TestUnitIsOpen(t *testing.T) {
	c32, s32 := grid[float32]()
	c64, s64 := grid[float64]()
	for _, w := range []uint32{0, 1, 511, 512, 1<<31 - 1, 1 << 31, math.MaxUint32 - 512, math.MaxUint32 - 1, math.MaxUint32} {
		u, v := unit(w, c32, s32), unit(w, c64, s64)
		if !(0 < u && u < 1 && 0 < v && v < 1) {
			t.Errorf("word %#x: %v and %v, want inside (0,1)", w, u, v)
		}
		if u+unit(^w, c32, s32) != 1 || v+unit(^w, c64, s64) != 1 {
			t.Errorf("word %#x: the grid is not symmetric", w)
		}
	}
}

func TestPanics(t *testing.T) {
	d, p := make([]float32, 4), make([]int32, 4)
	for want, f := range map[string]func(){
		"rng: Key has Site 65536": func() { Uniform(d, Key{Site: 1 << 16}) },
		"and Draw 65536,":         func() { Normal(d, Key{Draw: 1 << 16}) },
		"Site 65537":              func() { Key{Site: 1<<16 + 1}.Perm(p) },
		"rng: Ints below 0":       func() { Key{}.Ints(p, 0) },
		"rng: Ints of -1":         func() { Key{}.Ints(p, -1) },
	} {
		func() {
			defer func() {
				if msg := fmt.Sprint(recover()); !strings.Contains(msg, want) {
					t.Errorf("got %q, want %q in it", msg, want)
				}
			}()
			f()
		}()
	}
	top := Key{Site: 1<<16 - 1, Draw: 1<<16 - 1} // the last that fit
	Uniform(d, top)
	top.Perm(p)
}

func TestNoAllocation(t *testing.T) {
	d, p := make([]float32, 100), make([]int32, 100)
	if n := testing.AllocsPerRun(10, func() {
		Uniform(d, base)
		Normal(d, base)
		base.Perm(p)
		base.Ints(p, 9)
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
