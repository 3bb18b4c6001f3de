package report

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// A recipe makes the events of an invented run.
type recipe struct {
	name      string
	gate, est string
	seed      uint64
	blocks    int
	asked     float64
	epochs    int
	final     float64 // validation error it settles at
	scores    bool    // gates have scores, not probabilities
	ended     bool
}

var recipes = map[string]recipe{
	"small":   {name: "mnist-64", gate: "bernoulli", est: "straight-through", seed: 1, blocks: 64, asked: 0.125, epochs: 60, final: 0.0148, ended: true},
	"large":   {name: "mnist-2000", gate: "bernoulli", est: "loo-4", seed: 7, blocks: 2000, asked: 0.05, epochs: 200, final: 0.0139, ended: true},
	"scores":  {name: "mnist-topk", gate: "top-k", est: "none", seed: 3, blocks: 16, asked: 0.25, epochs: 25, final: 0.0203, scores: true, ended: true},
	"partial": {name: "going", gate: "bernoulli", est: "disarm", seed: 2, blocks: 64, asked: 0.1, epochs: 100, final: 0.02},
}

// events returns what such a run records.
func (c recipe) events() []Event {
	rng := rand.New(rand.NewPCG(c.seed, uint64(c.blocks)))
	width := 800 / min(c.blocks, 800)
	out := c.blocks * width
	dense := float64(784*400 + 400*out + out*10)
	gated := dense + float64(400*c.blocks)
	s := Start{Time: "2026-03-01T10:00:00Z", Version: "v0.1.0", Seed: c.seed, Preset: "mnist-blocks", Gate: c.gate,
		Estimator: c.est, Unbiased: c.est == "loo-4" || c.est == "disarm", Skips: SkipsEverything, Data: "mnist",
		Train: 50000, Valid: 10000, Test: 10000, Height: 28, Width: 28, Params: int(gated) + 1210, ActiveAsked: c.asked,
		MacsDense: dense, MacsDenseGated: gated, Batch: 32, Epochs: c.epochs, Threads: 2,
		Config: map[string]any{"rate": 0.01, "schedule": map[string]any{"kind": "cosine", "warmup": 2}, "nesterov": true, "note": ""},
		Layers: []Layer{{"hidden", "linear+relu", 784, 400, 0, 0}, {"experts", "gated", 400, out, c.blocks, width}, {"out", "linear", out, 10, 0, 0}}}
	for k := range 10 {
		s.Classes = append(s.Classes, fmt.Sprint(k))
	}
	es := []Event{s}
	done := c.epochs
	if !c.ended {
		done = c.epochs * 2 / 5
	}
	best := math.Inf(1)
	for e := 1; e <= done; e++ {
		t := float64(e) / float64(c.epochs)
		valid := c.final + 0.09*math.Exp(-12*t) + 0.0006*rng.NormFloat64()
		lambda := 0.5 * (1 - math.Exp(-6*t))
		deployed := valid - 0.0008*rng.Float64()
		ep := Epoch{Epoch: e, Step: e * 1563, Seconds: 11.8 * float64(e), TrainLoss: Num(0.4*math.Exp(-9*t) + 0.004),
			TrainError: 0.11*math.Exp(-9*t) + 0.0004, Penalty: Num(0.2 * math.Exp(-4*t)), ValidLoss: Num(0.05 + 0.3*math.Exp(-12*t) + 0.02*t),
			ValidError: valid, ValidErrorDeployed: &deployed, Active: c.asked + (0.5-c.asked)*math.Exp(-15*t) + 0.002*rng.NormFloat64(),
			Rate: 0.005 * (1 + math.Cos(math.Pi*t)), Momentum: 0.9, Lambda: &lambda, Dead: int(float64(c.blocks) * 0.06 * t),
			ExamplesPerSecond: 4200 + 300*rng.Float64(), Best: valid < best}
		ep.ActiveValid = ep.Active + 0.003*rng.NormFloat64()
		best = min(best, valid)
		es = append(es, ep)
		if e%5 == 0 || e == 1 {
			es = append(es, c.gates(e, t))
		}
	}
	if c.ended {
		es = append(es, c.end(rng, s, gated))
	}
	return es
}

// gates mixes a bump at ½ that dies away with two peaks at the ends.
func (c recipe) gates(epoch int, t float64) Gates {
	half := 0.5
	g := Gates{Epoch: epoch, Layer: "experts", Hist: make([]int64, 50), Lo: 0, Hi: 1, Theta: &half}
	if c.scores {
		zero := 0.31
		g.Lo, g.Hi, g.Theta = -3, 3, &zero
	}
	undecided := math.Exp(-10 * t)
	for i := range g.Hist {
		p := (float64(i) + 0.5) / 50
		bump := undecided * math.Exp(-40*(p-0.5)*(p-0.5))
		if c.scores {
			bump = math.Exp(-18 * (p - 0.42 - 0.06*t) * (p - 0.42 - 0.06*t))
		} else {
			bump += (1 - undecided) * ((1-c.asked)*math.Exp(-30*p) + c.asked*math.Exp(-22*(1-p)))
		}
		g.Hist[i] = int64(1e5 * bump)
	}
	return g
}

func (c recipe) end(rng *rand.Rand, s Start, gated float64) End {
	half := 0.5
	e := End{Epoch: c.epochs - 4, TestError: c.final + 0.0004, TestLoss: 0.0521, ValidError: c.final, ActiveAsked: c.asked,
		Active: c.asked + 0.0031, MacsDense: s.MacsDense, MacsDenseGated: gated, Seconds: 11.8 * float64(c.epochs), Seed: c.seed,
		Run: c.name, Mode: ModeThreshold, Theta: &half}
	e.Macs = 784*400 + float64(400*c.blocks) + e.Active*(gated-784*400-float64(400*c.blocks))
	open := make([][]float64, c.blocks)
	for b := range open {
		open[b] = make([]float64, 10)
		if b%23 == 22 {
			continue // never runs
		}
		for k := range open[b] {
			open[b][k] = c.asked * 0.5 * rng.Float64()
		}
		open[b][b*7%10] = min(1, 0.3+0.7*rng.Float64())
		open[b][b*3%10] = min(1, 0.5*rng.Float64())
	}
	e.Layers = []LayerOpen{{"experts", open}}
	e.Confusion = make([][]int, 10)
	for k := range e.Confusion {
		e.Confusion[k] = make([]int, 10)
		e.Confusion[k][k] = 985
		for range 15 {
			e.Confusion[k][(k*rng.IntN(4)+rng.IntN(10))%10]++
		}
	}
	for i := range 10 {
		x := Example{Index: 37 * i, Label: i, Predicted: i, Open: c.asked*2.4 - 0.004*float64(i), Pixels: drawDigit(i, rng)}
		y := Example{Index: 91 * i, Label: i * 7 % 10, Predicted: i * 7 % 10, Open: c.asked*0.2 + 0.002*float64(i), Pixels: drawDigit(i*7%10, rng)}
		if i == 4 {
			x.Predicted = 9
		}
		e.Most, e.Fewest = append(e.Most, x), append(e.Fewest, y)
	}
	return e
}

// drawDigit draws digit d from seven strokes, 28 × 28, a little slanted.
func drawDigit(d int, rng *rand.Rand) []byte {
	strokes := [7][4]float64{{9, 6, 19, 6}, {19, 6, 19, 14}, {19, 14, 19, 22}, {9, 22, 19, 22}, {9, 14, 9, 22}, {9, 6, 9, 14}, {9, 14, 19, 14}}
	lit := [10]uint8{0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f}[d]
	slant, thick := 0.25*rng.Float64(), 1.2+0.8*rng.Float64()
	px := make([]byte, 28*28)
	for i := range px {
		y, ink := float64(i/28), 0.0
		x := float64(i%28) + slant*(y-14)
		for k, s := range strokes {
			if lit>>k&1 == 1 {
				dx, dy := x-min(max(x, s[0]), s[2]), y-min(max(y, s[1]), s[3])
				ink = max(ink, 1-(math.Hypot(dx, dy)-thick)/1.2)
			}
		}
		px[i] = byte(255 * min(1, max(0, ink)))
	}
	return px
}

// record returns the events as a file holds them.
func record(t testing.TB, es ...Event) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, e := range es {
		if err := Encode(&b, e); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// run returns the run as it is read back.
func (c recipe) run(t testing.TB) *Run {
	t.Helper()
	r, err := Read(bytes.NewReader(record(t, c.events()...)), c.name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
