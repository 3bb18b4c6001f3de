package opt_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/opt"
)

// norms is the norm of every unit's incoming weights.
func norms(p *nn.Param) []float64 {
	sum := make([]float64, max(p.Val.Rows, p.Val.Cols))
	for i := range p.Val.Rows {
		for j, v := range p.Val.Row(i) {
			k := j
			if p.Fan == nn.FanRows {
				k = i
			}
			sum[k] += float64(v) * float64(v)
		}
	}
	for k := range sum {
		sum[k] = math.Sqrt(sum[k])
	}
	return sum
}

// TestMaxNorm compares with the same step without a limit: units within it are the same bits,
// others point the same way and have its length.
func TestMaxNorm(t *testing.T) {
	limit := map[string]float64{"weight": 8.5, "small": 26.5, "gate.weight": 9.5, "gate.bias": 1}
	for _, only := range newBag(1) {
		if only.name == "gate.bias" {
			continue
		}
		c := limit[only.name]
		free, held := newBag(1), newBag(1)
		free.train(opt.New(opt.SGD{}, opt.Constant(0.1), free), nil, 0, 1)
		o := opt.New(opt.SGD{}, opt.Constant(0.1), held)
		o.MaxNorm = c
		held.train(o, nil, 0, 1)
		within, beyond := 0, 0
		for k, n := range free {
			switch n.name {
			case only.name:
				within, beyond = compare(t, n, held[k].p, c)
			case "gate.bias":
				bag{n}.sameBits(t, held[k:k+1], true)
			}
		}
		if within < 3 || beyond < 3 {
			t.Errorf("%s: %d units within %v and %d beyond: nothing tested", only.name, within, c, beyond)
		}
	}
}

func compare(t *testing.T, free named, held *nn.Param, c float64) (within, beyond int) {
	t.Helper()
	before, after := norms(free.p), norms(held)
	for i := range held.Val.Rows {
		for j, v := range held.Val.Row(i) {
			k := j
			if held.Fan == nn.FanRows {
				k = i
			}
			w := free.p.Val.Row(i)[j]
			if before[k] <= c && v != w || before[k] > c && !near(float64(v), float64(w)*c/before[k]) {
				t.Fatalf("%s: unit %d of norm %v has %v for %v", free.name, k, before[k], v, w)
			}
		}
	}
	for k, b := range before[:len(after)] {
		switch {
		case b == 0:
		case b <= c:
			within++
		default:
			beyond++
			if !near(after[k], c) {
				t.Errorf("%s: unit %d has norm %v, want %v", free.name, k, after[k], c)
			}
		}
	}
	return within, beyond
}

func TestMaxNormComesAndGoes(t *testing.T) {
	b := newBag(1)
	o := opt.New(opt.SGD{}, opt.Constant(0), b)
	for _, c := range []float64{0, 2, 0, 1} {
		o.MaxNorm = c
		b.train(o, nil, 0, 2)
		got := norms(b[0].p)[0]
		if c == 0 && got < 1.5 || c > 0 && !near(got, c) {
			t.Errorf("norm %v with limit %v", got, c)
		}
	}
}

// TestMaxNormOfSingleUnits: units that are columns below each other are limited as rows are, to the same bits,
// whatever the rule and the number of threads; so are those of more inputs than are updated at once, but for
// roundings. With the fan of a bias they are not limited.
func TestMaxNormOfSingleUnits(t *testing.T) {
	pool := mat.NewPool(3)
	defer pool.Close()
	for _, s := range []struct{ units, in int }{{200, 300}, {7, 1}, {3, 40000}} {
		for _, rule := range []opt.Rule{opt.SGD{Momentum: opt.Constant(0.9)}, opt.Adam{}} {
			columns := func(fan nn.Fan) bag {
				p := nn.NewParam(s.units*s.in, 1, fan)
				p.Stack = s.units
				return bag{{"weight", p}}
			}
			run := func(b bag, pool *mat.Pool) bag {
				r := rand.New(rand.NewPCG(9, 1))
				for i := range b[0].p.Val.Data {
					b[0].p.Val.Data[i] = mat.Float(r.NormFloat64())
				}
				o := opt.New(rule, opt.Constant(0.02), b)
				o.MaxNorm = math.Sqrt(float64(s.in)) // half of them are beyond
				b.train(o, pool, 0, 4)
				return b
			}
			rows := run(bag{{"weight", nn.NewParam(s.units, s.in, nn.FanRows)}}, nil)
			for _, pool := range []*mat.Pool{nil, pool} {
				got := run(columns(nn.FanCols), pool)
				if s.in < 1<<15 {
					got.sameBits(t, rows, true)
					continue
				}
				for i, v := range got[0].p.Val.Data {
					if w := float64(rows[0].p.Val.Data[i]); !(math.Abs(float64(v)-w) <= 1e-5*(1+math.Abs(w))) {
						t.Fatalf("%d units of %d: weight %d is %v, want %v", s.units, s.in, i, v, w)
					}
				}
			}
			run(columns(nn.FanNone), nil).sameBits(t, rows, false)
		}
	}
}
