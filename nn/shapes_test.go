package nn_test

import (
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestShapePanics: a wrong shape panics with the layer's name and what came.
func TestShapePanics(t *testing.T) {
	p := &nn.Pass{}
	run := func(l nn.Layer, head nn.Next) func() {
		return func() { p.Run(nn.Learn, nn.Seq{nn.NewLinear(3, 4), l}, mat.New(2, 3), head) }
	}
	none := func(x *nn.Var) []float64 { return nil }
	threeGates := nn.NewGated(nn.NewLinear(4, 3), 4, 5, 2)
	for want, f := range map[string]func(){
		"nn: Linear 5→2: input has 4 columns":                      run(nn.NewLinear(5, 2), none),
		"nn: Gated 5→6×2: input has 4 columns":                     run(nn.NewGated(nn.NewLinear(5, 6), 5, 6, 2), none),
		"nn: Gated 4→5×2: gates are 2×3":                           run(threeGates, none),
		"nn: MSE: targets are 2×3, output is 2×4":                  run(nn.Seq{}, (&nn.MSE{Pass: p, Targets: mat.New(2, 3)}).Loss),
		"nn: Logistic: targets are 3×4, output is 2×4":             run(nn.Seq{}, (&nn.Logistic{Pass: p, Targets: mat.New(3, 4)}).Loss),
		"nn: Softmax: 3 labels for 2 rows":                         run(nn.Seq{}, (&nn.Softmax{Pass: p, Labels: make([]int32, 3)}).Loss),
		"nn: Softmax: label 4 with 4 classes":                      run(nn.Seq{}, (&nn.Softmax{Pass: p, Labels: []int32{1, 4}}).Loss),
		"nn: Softmax: label -1 with 4 classes":                     run(nn.Seq{}, (&nn.Softmax{Pass: p, Labels: []int32{-1, 0}}).Loss),
		"nn: Norm 5: input has 4 columns":                          run(nn.NewNorm(5, true), none),
		"nn: Embedding 5→6: input has 4 columns":                   run(nn.NewEmbedding(5, []int{1}, []int{3}, 2), none),
		"nn: Residual: f(x): input has 2 columns":                  run(&nn.Residual{Of: nn.Seq{nn.NewLinear(4, 2)}}, none),
		"nn: Linear 7→1: input has 4 columns":                      run(nn.Seq{nn.Tanh{}, nn.Seq{nn.NewLinear(7, 1)}}, none),
		"the gater's units let a network skip nothing in training": func() { panic(threeGates.Allow(nn.SkipAll)) },
	} {
		t.Run(want, func(t *testing.T) { nntest.Panics(t, want, f) })
	}
	if run(nn.NewLinear(4, 2), none); p.Run(nn.Use, nn.NewLinear(4, 2), mat.New(2, 4), none) != nil {
		t.Error("the right shapes give a loss from nowhere")
	}
}
