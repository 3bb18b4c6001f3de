package nntest

import (
	"fmt"
	"strings"
	"testing"

	"gater/mat"
	"gater/nn"
)

// scale is y = w·x for one number w, with one fault.
type scale struct {
	w     *nn.Param
	fault string
}

func (l scale) Visit(v *nn.Visitor) { v.Param("w", l.w) }

func (l scale) Run(p *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	y := p.New(x.Val.Rows, x.Val.Cols)
	little := mat.Float(1 + Tol(1e-5, 0.1))
	w, dw := l.w.Val.Data[0], &l.w.Grad.Data[0]
	if l.fault != "reads fresh memory" {
		y.Val.Zero()
	}
	if l.fault == "assigns the parameter's gradient" && p.Depth == nn.Learn {
		*dw = 0
	}
	if l.fault == "leaves a gradient of no rows" && x.Val.Rows == 0 && p.Depth == nn.Learn {
		*dw++
	}
	for i, v := range x.Val.Data {
		y.Val.Data[i] += w * v
	}
	if l.fault == "mixes rows" && x.Val.Rows > 1 {
		y.Val.Data[0] += x.Val.Row(1)[0]
	}
	if l.fault == "acts otherwise in use" && p.Depth == nn.Use && x.Val.Rows > 0 {
		y.Val.Data[0]++
	}
	loss := next(y)
	learns := p.Depth == nn.Learn || l.fault == "learns at Slope" && p.Depth == nn.Slope
	for i, d := range y.Grad.Data {
		if learns {
			*dw += d * x.Val.Data[i]
		}
		if l.fault == "wrong ∂x at Slope" && p.Depth == nn.Slope {
			d *= 2
		}
		if l.fault == "∂x a little off" {
			d *= little
		}
		x.Grad.Data[i] += d * w
	}
	if l.fault == "∂w a little off" && p.Depth == nn.Learn {
		*dw *= little
	}
	return loss
}

// recorder is a T that remembers what it was told.
type recorder struct{ said []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

// TestCheckSeesFaults is the negative control of Check: each fault is seen, by its own test.
func TestCheckSeesFaults(t *testing.T) {
	for fault, want := range map[string]string{
		"":                                 "",
		"∂x a little off":                  "input 0: the loss changes",
		"∂w a little off":                  "w 0: the loss changes",
		"reads fresh memory":               "read before it is written",
		"assigns the parameter's gradient": "after two",
		"mixes rows":                       "by itself gives another loss",
		"acts otherwise in use":            "Use: loss",
		"learns at Slope":                  "Slope: 1 gradients of parameter 0 are not 0",
		"wrong ∂x at Slope":                "Slope: ∂x is not",
		"leaves a gradient of no rows":     "no rows leave a gradient",
	} {
		r, w := &recorder{}, nn.NewParam(1, 1, nn.FanNone)
		w.Val.Data[0] = 1.5
		Check(r, Case{Layer: scale{w, fault}, X: Normal(3, 2, 1, 7)})
		said := strings.Join(r.said, "\n")
		if fault == "" && said != "" {
			t.Errorf("a sound layer is told:\n%s", said)
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: told %q, want %q in it", fault, said, want)
		}
	}
}

func TestPanicsSeesNoPanic(t *testing.T) {
	for want, f := range map[string]func(){
		"no panic":   func() {},
		"other news": func() { panic("other news") },
	} {
		r := &recorder{}
		Panics(r, "the news", f)
		if len(r.said) != 1 || !strings.Contains(r.said[0], want) {
			t.Errorf("told %q, want %q", r.said, want)
		}
	}
}

func TestPattern(t *testing.T) {
	o := Pattern(mat.Of([]mat.Float{1, 0}, []mat.Float{0, 0}, []mat.Float{2, -1}), 3)
	got := fmt.Sprint(o.Rows, o.Blocks, o.Width, o.Off, o.Row, o.ROff, o.Block)
	if want := "3 2 3 [0 2 3] [0 2 2] [0 1 1 3] [0 0 1]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
