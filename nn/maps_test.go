package nn_test

import (
	"math"
	"slices"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestValues: what the layers make of a row, worked by hand.
func TestValues(t *testing.T) {
	nan := mat.Float(math.NaN())
	table := nn.NewEmbedding(4, []int{3, 0}, []int{2, 3}, 2)
	for i := range table.W.Val.Data {
		table.W.Val.Data[i] = mat.Float(i)
	}
	scaled := nn.NewNorm(2, true)
	copy(scaled.G.Val.Data, []mat.Float{2, 3})
	copy(scaled.B.Val.Data, []mat.Float{10, 20})
	for name, c := range map[string]struct {
		layer   nn.Layer
		x, want []mat.Float
	}{
		"LeakyRelu":                      {nn.LeakyRelu{Slope: 0.5}, []mat.Float{-2, 0, 3}, []mat.Float{-1, 0, 3}},
		"Sigmoid":                        {nn.Sigmoid{}, []mat.Float{0, 30, -30}, []mat.Float{0.5, 1, 0}},
		"RMSNorm":                        {nn.NewNorm(2, false), []mat.Float{30, 40}, []mat.Float{30 / 35.355339, 40 / 35.355339}},
		"RMSNorm of zeros":               {nn.NewNorm(2, false), []mat.Float{0, 0}, []mat.Float{0, 0}},
		"LayerNorm":                      {scaled, []mat.Float{7, 3}, []mat.Float{12, 17}},
		"Residual":                       {&nn.Residual{Of: nn.Seq{nn.Relu{}}}, []mat.Float{-2, 3}, []mat.Float{-2, 6}},
		"Embedding":                      {table, []mat.Float{2, 8, 9, 1}, []mat.Float{8, 9, 2, 3, 8, 9}},
		"Embedding of what is not there": {table, []mat.Float{3, 8, 9, -1}, []mat.Float{8, 9, 0, 1, 4, 5}},
		"Embedding of NaN":               {table, []mat.Float{nan, 8, 9, mat.Float(math.Inf(1))}, []mat.Float{8, 9, 0, 1, 4, 5}},
	} {
		var got []mat.Float
		(&nn.Pass{}).Run(nn.Use, c.layer, mat.Of(c.x), func(y *nn.Var) []float64 { got = slices.Clone(y.Val.Data); return []float64{0} })
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i, v := range got {
			if math.Abs(float64(v-c.want[i])) > 1e-4 {
				t.Errorf("%s: %v, want %v", name, got, c.want)
				break
			}
		}
	}
}

// TestEmbeddingSleeps: a pass wakes and learns the rows of the tables that it meets, and no others.
func TestEmbeddingSleeps(t *testing.T) {
	l := nntest.Fill(nn.NewEmbedding(3, []int{0, 2}, []int{4, 3}, 2), 1, 5)
	d := newDormant(l.W)
	p := &nn.Pass{}
	head := &nn.MSE{Pass: p, Targets: mat.New(2, l.Out())}
	loss := p.Run(nn.Learn, l, mat.Of([]mat.Float{1, 7, 0}, []mat.Float{3, 7, 0}), head.Loss)
	met := []bool{false, true, false, true, true, false, false}
	for row, want := range met {
		for i := 2 * row; i < 2*row+2; i++ {
			if d.awake[i] != want || d.learnt[i] != want || (l.W.Grad.Data[i] != 0) != want {
				t.Errorf("row %d: awake %v, learnt %v, gradient %v, want %v", row, d.awake[i], d.learnt[i], l.W.Grad.Data[i], want)
			}
		}
	}
	for _, v := range loss {
		if math.IsNaN(v) {
			t.Error("a row that sleeps was read")
		}
	}
}
