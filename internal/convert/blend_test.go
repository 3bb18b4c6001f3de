package convert

import (
	"math"
	"testing"

	"gater/data"
	"gater/mat"
	"gater/nn"
)

// TestBlend: the gradient at blended targets is the blend of the gradients at the labels and at the
// teacher's say, and at another weight it is not (the control).
func TestBlend(t *testing.T) {
	set := &data.Set{Name: "two", Height: 1, Width: 1, V: []float32{0, 0}, Y: []float32{1, 0, 0, 1}, Outputs: 2, Classes: []string{"a", "b"}}
	out := mat.Of([]mat.Float{0.3, -2}, []mat.Float{1.5, 0.1})
	for _, task := range []data.Task{data.Number, data.Labels} {
		set.Task = task
		grad := func(weight float64) []mat.Float {
			c := &conversion{Options: Options{Data: &data.Splits{Train: set}, Settings: Settings{Batch: 2, Teacher: weight}}, teacher: mat.Of([]mat.Float{0.7, 2}, []mat.Float{-1, 0.2})}
			h := c.lesson(&nn.Pass{Depth: nn.Slope})
			h.turn([]int32{1, 0})
			if _, ok := h.missed(); ok {
				t.Errorf("%s: rows that are wrong are counted", task)
			}
			x := &nn.Var{Val: out, Grad: mat.New(2, 2)}
			h.loss(x)
			return x.Grad.Data
		}
		labels, teacher, got, other := grad(0), grad(1), grad(0.3), grad(0.4)
		apart := 0.0
		for i := range got {
			want := 0.7*float64(labels[i]) + 0.3*float64(teacher[i])
			if math.Abs(float64(got[i])-want) > 1e-6 {
				t.Errorf("%s: ∂x[%d] is %v, want %v", task, i, got[i], want)
			}
			apart = max(apart, math.Abs(float64(other[i])-want))
		}
		if apart < 1e-3 {
			t.Errorf("%s: control: another weight has the same gradient", task)
		}
	}
}
