package convert

import (
	"math"

	"gater/mat"
	"gater/nn"
)

// actions is what each hidden unit of a dense network does on each row of x: for a hidden layer with
// output h, before a layer with weights W,
//
//	z_jr = h_rj·‖W_j‖₂, each z_j at length 1,
//
// the size of what unit j adds to the next layer. A matrix a hidden layer, units×rows.
func actions(pool *mat.Pool, layers []*nn.Linear, x mat.M) (zs []mat.M) {
	for i, l := range layers[:len(layers)-1] {
		h := mat.New(x.Rows, l.Out())
		mat.AddRow(h, l.B.Val.Data)
		mat.MulNN(pool, h, x, l.W.Val)
		pool.Relu(h.Data, h.Data)
		z := mat.New(h.Cols, h.Rows)
		next := layers[i+1].W.Val
		for j := range z.Rows {
			s := norm(next.Row(j))
			for r := range z.Cols {
				z.Row(j)[r] = h.Row(r)[j] * s
			}
			unit(z.Row(j))
		}
		zs = append(zs, z)
		x = h
	}
	return zs
}

func norm(v []mat.Float) mat.Float {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return mat.Float(math.Sqrt(sum))
}

// unit scales v to length 1, unless it is 0.
func unit(v []mat.Float) {
	if n := norm(v); n > 0 {
		for i := range v {
			v[i] /= n
		}
	}
}
