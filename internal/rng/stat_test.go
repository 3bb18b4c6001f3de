package rng

import (
	"math"
	"slices"
	"testing"
)

// All seeds are fixed: these tests give the same verdict every time.

// TestMoments holds sample means of powers to their expectations, in standard
// errors.
func TestMoments(t *testing.T) {
	const n = 1 << 20
	u, z := draws(Uniform[float64], n, base), draws(Normal[float64], n, base)
	for i := range u {
		u[i] = (u[i] - 0.5) * math.Sqrt(12) // mean 0, variance 1
	}
	for _, c := range []struct {
		name           string
		x              []float64
		p              float64
		mean, variance float64 // of xᵖ
	}{
		{"uniform", u, 1, 0, 1},
		{"uniform", u, 2, 1, 0.8},
		{"uniform", u, 3, 0, 27.0 / 7},
		{"normal", z, 1, 0, 1},
		{"normal", z, 2, 1, 2},
		{"normal", z, 3, 0, 15},
		{"normal", z, 4, 3, 96},
		{"normal", z, 6, 15, 10395 - 225},
	} {
		var s float64
		for _, v := range c.x {
			s += math.Pow(v, c.p)
		}
		if dev := (s/n - c.mean) / math.Sqrt(c.variance/n); math.Abs(dev) > 4 {
			t.Errorf("%s: mean of x^%v is %.1f standard errors off", c.name, c.p, dev)
		}
	}
}

// ks is the Kolmogorov–Smirnov statistic √n·sup|F̂−F|; it exceeds 1.95 with
// probability 0.001.
func ks(x []float64, cdf func(float64) float64) float64 {
	x = slices.Sorted(slices.Values(x))
	n, d := float64(len(x)), 0.0
	for i, v := range x {
		f := cdf(v)
		d = max(d, f-float64(i)/n, float64(i+1)/n-f)
	}
	return math.Sqrt(n) * d
}

func TestDistribution(t *testing.T) {
	const n = 100_000
	one := func(f func([]float64, Key), set func(*Key, uint32)) []float64 {
		x := make([]float64, n)
		for i := range x { // a new key for each number
			k := base
			set(&k, uint32(i))
			f(x[i:i+1], k)
		}
		return x
	}
	id := func(u float64) float64 { return u }
	phi := func(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }
	for _, c := range []struct {
		name string
		x    []float64
		cdf  func(float64) float64
	}{
		{"uniform", draws(Uniform[float64], n, base), id},
		{"normal", draws(Normal[float64], n, base), phi},
		{"over rows", one(Uniform[float64], func(k *Key, i uint32) { k.Row = i }), id},
		{"over steps", one(Uniform[float64], func(k *Key, i uint32) { k.Step = i }), id},
		{"over draws", one(Normal[float64], func(k *Key, i uint32) { k.Draw = i & 0xffff; k.Site = i >> 16 }), phi},
		{"over seeds", one(Uniform[float64], func(k *Key, i uint32) { k.Seed = uint64(i) }), id},
	} {
		if d := ks(c.x, c.cdf); d > 1.95 {
			t.Errorf("%s: KS %.2f, want below 1.95", c.name, d)
		}
	}
	bent := draws(Uniform[float64], n, base)
	for i, u := range bent {
		bent[i] = math.Pow(u, 1.03)
	}
	if d := ks(bent, id); d < 1.95 {
		t.Errorf("control: KS %.2f does not see u^1.03", d)
	}
}

// correlation of two samples of mean ½ and variance 1/12, in standard errors.
func correlation(x, y []float64) float64 {
	var s float64
	for i := range x {
		s += (x[i] - 0.5) * (y[i] - 0.5)
	}
	return 12 * s / math.Sqrt(float64(len(x)))
}

func TestNeighboursAreIndependent(t *testing.T) {
	const n = 1 << 17
	x := draws(Uniform[float64], n+8, base)
	for field, k := range neighbours {
		if r := correlation(x[:n], draws(Uniform[float64], n, k)); math.Abs(r) > 4 {
			t.Errorf("streams next to each other in %s: correlation %.1f standard errors", field, r)
		}
	}
	for lag := 1; lag <= 8; lag++ {
		if r := correlation(x[:n], x[lag:lag+n]); math.Abs(r) > 4 {
			t.Errorf("lag %d: correlation %.1f standard errors", lag, r)
		}
	}
	y := draws(Uniform[float64], n, neighbours["row"])
	for i := range y {
		y[i] = 0.98*y[i] + 0.02*x[i]
	}
	if r := correlation(x[:n], y); r < 4 {
		t.Errorf("control: a correlation of 0.02 gives only %.1f standard errors", r)
	}
}
