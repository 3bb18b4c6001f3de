package data

import (
	"context"
	"hash/fnv"
	"math"
	"slices"
	"testing"
)

// value is what column k of a picture shows: the one shift that fits all seven
// pixels, or −1.
func value(x []uint8, k int) int {
	for v := range shifts {
		fits := true
		for r := range shifts {
			fits = fits && pattern[(r+v+k)%shifts] == (x[(1+r)*side+k] >= 128)
		}
		if fits {
			return v
		}
	}
	return -1
}

// mode is the value that most columns show.
func mode(x []uint8) int {
	var n [shifts]int
	for k := range Contexts {
		n[value(x, k)]++
	}
	return slices.Index(n[:], slices.Max(n[:]))
}

// TestSyntheticLimits runs the classifiers that the limits are about.
func TestSyntheticLimits(t *testing.T) {
	const n = 30_000
	for _, noise := range []float64{0, 0.05, 0.5, 1} {
		s := Synthetic(6, n, noise, 42).Test
		best, blind, fixed := 0.0, 0.0, 0.0
		for i, y := range s.Labels {
			x := s.Pixels(i)
			for k := range Contexts {
				if value(x, k) < 0 {
					t.Fatalf("picture %d: column %d shows nothing", i, k)
				}
			}
			for err, v := range map[*float64]int{&best: value(x, Context(s, i)), &blind: mode(x), &fixed: value(x, 3)} {
				if v != int(y) {
					*err++
				}
			}
		}
		want := SyntheticLimits(noise)
		for name, c := range map[string][2]float64{
			"best": {best / n, want.Best}, "blind": {blind / n, want.Blind}, "fixed": {fixed / n, want.Fixed},
		} {
			se := math.Sqrt(c[1]*(1-c[1])/n) + 1e-12
			if math.Abs(c[0]-c[1]) > 4*se {
				t.Errorf("noise %v: %s classifier has error %.4f, the limit is %.4f ± %.4f", noise, name, c[0], c[1], se)
			}
		}
		if noise < 1 && !(want.Best < want.Blind && want.Blind < want.Fixed) {
			t.Errorf("noise %v: limits %+v are not in order", noise, want)
		}
	}
}

func TestSyntheticContextsAndLabelsAreEven(t *testing.T) {
	s := Synthetic(6, 28_000, 0, 7).Test
	var lamps [Contexts]int
	var classes [shifts]int
	for i, y := range s.Labels {
		lamps[Context(s, i)]++
		classes[y]++
	}
	for _, c := range [][]int{lamps[:], classes[:]} {
		want := float64(s.Len()) / float64(len(c))
		for _, n := range c {
			if math.Abs(float64(n)-want) > 4*math.Sqrt(want) {
				t.Errorf("counts %v, want %.0f each", c, want)
			}
		}
	}
}

func TestSyntheticIsReproducible(t *testing.T) {
	sum := func(p *Splits) uint64 {
		h := fnv.New64a()
		for _, s := range []*Set{p.Train, p.Valid, p.Test} {
			h.Write(s.X)
			for _, y := range s.Labels {
				h.Write([]byte{byte(y)})
			}
		}
		return h.Sum64()
	}
	p, err := Open(context.Background(), "synthetic", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.String(), "synthetic: 20000 training, 4000 validation and 5000 test pictures of 8×8, 7 classes"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := sum(p), uint64(0x5a747f5464a63061); got != want {
		t.Errorf("the pictures hash to %#x, want %#x: they are not what they were", got, want)
	}
	if sum(Synthetic(24_000, 5_000, 0.05, 2)) == sum(p) {
		t.Error("another seed gives the same pictures")
	}
	if slices.Equal(p.Train.Pixels(0), p.Test.Pixels(0)) {
		t.Error("training and test begin with the same picture")
	}
}
