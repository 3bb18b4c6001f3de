package gater_test

import (
	"flag"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
)

var update = flag.Bool("update", false, "write the pictures under docs/img anew")

// span is the inputs of the pictures.
func span() (a []float64) {
	for i := range 241 {
		a = append(a, float64(i-120)/20)
	}
	return a
}

// still is noise that is the same number everywhere.
type still float64

func (x still) At(int) nn.Noise { return x }
func (x still) Uniform(m mat.M) { m.Fill(mat.Float(x)) }
func (x still) Normal(m mat.M)  { m.Fill(mat.Float(x)) }

// on and off are uniform draws at which units of every p in the pictures are on, or off.
const on, off = still(1e-4), still(1 - 1e-4)

// line is f of slope 1.
func line(h, df []float64) float64 {
	if df != nil {
		df[0]++
	}
	return h[0]
}

// bowl is (h − 0.45)².
func bowl(h, df []float64) float64 {
	if df != nil {
		df[0] += 2 * (h[0] - 0.45)
	}
	return (h[0] - 0.45) * (h[0] - 0.45)
}

// at is f and the estimate at every input, at some depth.
func at(d nn.Depth, e est.Estimator, f esttest.Func, noise nn.Streams) (loss, grad []float64) {
	a := mat.New(len(span()), 1)
	for i, x := range span() {
		a.Data[i] = mat.Float(x)
	}
	r := esttest.Run(d, est.New(e), a, f, noise)
	return r.Loss, esttest.Wide(r.Grad.Data)
}

// value and slope are h and the pseudo-gradient for f(h) = h, at one number for all noise.
func value(e est.Estimator, noise still) []float64 { l, _ := at(nn.Learn, e, line, noise); return l }
func slope(e est.Estimator, noise still) []float64 { _, g := at(nn.Learn, e, line, noise); return g }

// mean and rise are E[h] and its derivative.
func mean(e est.Estimator) []float64 { l, _ := at(nn.Slope, e, line, still(0)); return l }
func rise(e est.Estimator) []float64 { _, g := at(nn.Slope, e, line, still(0)); return g }

// expected is the mean estimate of units that are on with probability p^r.
func expected(e est.Estimator, f esttest.Func, r float64) (g []float64) {
	_, g1 := at(nn.Learn, e, f, on)
	_, g0 := at(nn.Learn, e, f, off)
	for i, a := range span() {
		q := math.Pow(esttest.Sigmoid(a), r)
		g = append(g, q*g1[i]+(1-q)*g0[i])
	}
	return g
}

// truth is p(1−p)·Δ.
func truth(Δ float64) (g []float64) {
	for _, a := range span() {
		p := esttest.Sigmoid(a)
		g = append(g, p*(1-p)*Δ)
	}
	return g
}

// TestPictures: the pictures under docs/img are what the estimators draw; with -update they are
// written. Numbers may differ by a tenth of a point, as processors do in the last bits.
func TestPictures(t *testing.T) {
	for _, p := range pictures() {
		name, got := "docs/img/"+p.name+".svg", p.svg()
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !alike(got, string(want)) {
			t.Errorf("%s is not what the estimators draw: go test -run TestPictures -update .", name)
		}
		p.panels[0].lines[0].y[120]++
		if alike(p.svg(), string(want)) {
			t.Errorf("control: %s: a point moved by 1 is not seen", name)
		}
	}
}

var number = regexp.MustCompile(`-?\d+\.\d+`)

// alike compares two drawings, numbers to 0.11.
func alike(x, y string) bool {
	nx, ny := number.FindAllString(x, -1), number.FindAllString(y, -1)
	if len(nx) != len(ny) || number.ReplaceAllString(x, "") != number.ReplaceAllString(y, "") {
		return false
	}
	for i := range nx {
		a, _ := strconv.ParseFloat(nx[i], 64)
		b, _ := strconv.ParseFloat(ny[i], 64)
		if math.Abs(a-b) > 0.11 {
			return false
		}
	}
	return true
}
