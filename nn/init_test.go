package nn_test

import (
	"math"
	"testing"

	"gater/est/esttest"
	"gater/mat"
	"gater/nn"
)

// TestInit: range and variance of what fills the weights.
func TestInit(t *testing.T) {
	const in, out = 300, 100
	noise := func() nn.Noise { return esttest.Noise(3).At(0) }
	glorot := 4 * math.Sqrt(6./(in+out))
	for _, c := range []struct {
		name          string
		fill          func(m mat.M)
		most, std     float64
		nonZeroColumn int
	}{
		{"Uniform", func(m mat.M) { nn.Uniform(m, 0.05, noise()) }, 0.05, 0.05 / math.Sqrt(3), in},
		{"Glorot", func(m mat.M) { nn.Glorot(m, in, out, 4, noise()) }, glorot, glorot / math.Sqrt(3), in},
		{"He", func(m mat.M) { nn.He(m, in, noise()) }, 7 * math.Sqrt(2./in), math.Sqrt(2. / in), in},
		{"Sparse", func(m mat.M) { nn.Sparse(m, 15, noise()) }, 7, math.Sqrt(15. / in), 15},
	} {
		m := mat.New(in, out)
		m.Fill(9)
		c.fill(m)
		var tally esttest.Tally
		for j := range out {
			n := 0
			for i := range in {
				v := float64(m.Row(i)[j])
				tally.Add(v, v*v)
				if v != 0 {
					n++
				}
				if math.Abs(v) > c.most {
					t.Fatalf("%s: %v, at most %v", c.name, v, c.most)
				}
			}
			if n != c.nonZeroColumn {
				t.Fatalf("%s: %d weights of a column are not 0, want %d", c.name, n, c.nonZeroColumn)
			}
		}
		if z, i := tally.Far([]float64{0, c.std * c.std}); z > 4.5 {
			t.Errorf("%s: moment %d is %v, %.1f standard errors off", c.name, i+1, tally.Mean(i), z)
		}
		if z, _ := tally.Far([]float64{0, 1.21 * c.std * c.std}); z < 4.5 {
			t.Errorf("control: %s: a tenth more deviation is not seen", c.name)
		}
	}
	m := mat.New(3, 2)
	if nn.Sparse(m, 5, noise()); m.Data[0] == 0 {
		t.Error("Sparse: more weights than there are do not fill the column")
	}
}
