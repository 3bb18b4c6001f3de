package convert

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
	"gater/nn/nntest"
)

// TestDistilGradient: what comes back is the derivative of the loss, for labels, teacher and both.
func TestDistilGradient(t *testing.T) {
	x, teacher := rowsOf(4, 5), rowsOf(4, 5)
	for i := range teacher.Data {
		teacher.Data[i] *= 4
	}
	for _, weight := range []float64{0, 0.3, 1} {
		nntest.Check(t, nntest.Case{Layer: nn.Seq{}, X: x, Head: func(p *nn.Pass, lo, hi int) nn.Next {
			return (&distil{pass: p, weight: weight, temper: 2, labels: []int32{0, 4, 2, 2}[lo:hi], teacher: teacher.Slice(lo, hi)}).loss
		}})
	}
}

// TestDistilEnds: without a teacher it is the classifier's head; with nothing else, a pupil that
// agrees has no loss and one that does not has.
func TestDistilEnds(t *testing.T) {
	x, labels := rowsOf(3, 4), []int32{3, 0, 1}
	p := &nn.Pass{}
	run := func(head nn.Next) []float64 { return p.Run(nn.Use, nn.Seq{}, x, head) }
	want := run((&nn.Softmax{Pass: p, Labels: labels}).Loss)
	got := run((&distil{pass: p, temper: 3, labels: labels, teacher: x}).loss)
	for i := range want {
		if math.Abs(want[i]-got[i]) > 1e-6 {
			t.Errorf("without a teacher: %v, want %v", got, want)
		}
	}
	h := &distil{pass: p, weight: 1, temper: 3, labels: labels, teacher: x}
	if l := run(h.loss); math.Abs(l[0])+math.Abs(l[1])+math.Abs(l[2]) > 1e-9 {
		t.Errorf("a pupil that agrees: %v", l)
	}
	h.teacher = mat.New(3, 4)
	if l := run(h.loss); !(l[0] > 1e-4) {
		t.Errorf("a pupil that does not: %v", l)
	}
}
