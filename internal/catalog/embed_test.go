package catalog_test

import (
	"slices"
	"testing"

	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// TestEmbedding: a step changes the rows of a table that its batch met, and no others, whatever the
// rule; without a sleeping optimiser momentum moves what an earlier batch met.
func TestEmbedding(t *testing.T) {
	for _, rule := range []string{"sgd", "adam"} {
		for _, lazy := range []bool{true, false} {
			c := described(t, "blocks", "layers:\n- embedding: {columns: [0], rows: 5, width: 2}\n- linear: 8\n- relu\n")
			c.Optimiser, c.Rate, c.Inputs, c.Net.Inputs = rule, 0.01, 3, 3
			m, err := catalog.Build(c)
			if err != nil {
				t.Fatal(err)
			}
			var table *nn.Param
			for _, l := range nn.Layers(m.Net) {
				if e, ok := l.(*nn.Embedding); ok {
					table = e.W
				}
			}
			if !lazy {
				table.Sleeper = nil
			}
			p := &nn.Pass{}
			head := &nn.Softmax{Pass: p, Labels: []int32{0, 1}}
			step := func(a, b mat.Float) (moved []int) {
				before := table.Val.Clone()
				p.Run(nn.Learn, m.Net, mat.Of([]mat.Float{a, 1, 2}, []mat.Float{b, 3, 1}), head.Loss)
				m.Opt.Step(nil, 2, 0)
				for r := range table.Val.Rows {
					if !slices.Equal(before.Row(r), table.Val.Row(r)) {
						moved = append(moved, r)
					}
				}
				return moved
			}
			first, second := step(1, 4), step(2, 4)
			want := []int{2, 4}
			if !lazy { // the control
				want = []int{1, 2, 4}
			}
			if !slices.Equal(second, want) || lazy && !slices.Equal(first, []int{1, 4}) {
				t.Errorf("%s, lazy %v: rows %v moved, then %v, want %v", rule, lazy, first, second, want)
			}
		}
	}
}
