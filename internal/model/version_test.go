package model

import (
	"math"
	"testing"

	"gater/mat"
	"gater/nn"
)

// TestVersion1: a folder of version 1 is read as it was meant, for as long as there are any. It is
// never to be written again.
func TestVersion1(t *testing.T) {
	m, err := Load("testdata/v1")
	if err != nil {
		t.Fatal(err)
	}
	coded := make([]float32, m.Network.Inputs)
	if err := m.Prep.Encoder.Row(coded, []string{"0.1", "0.2", "red"}); err != nil {
		t.Fatal(err)
	}
	x := mat.New(1, len(coded))
	for j, v := range coded {
		x.Data[j] = mat.Float(v)
	}
	want := []float64{13.814787, 5.066059, -14.764384}
	(&nn.Pass{}).Run(nn.Use, m.Net, x, func(y *nn.Var) []float64 {
		for j, v := range y.Val.Data {
			if math.Abs(float64(v)-want[j]) > 1e-3 {
				t.Errorf("output %d is %v, want %v", j, v, want[j])
			}
		}
		return []float64{0}
	})
	if len(m.Dial) != 3 || m.Task != "classes" || m.Thresholds["0"] == 0 {
		t.Errorf("%+v", m.Spec)
	}
}
