//go:build !f64

package mat_test

import (
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"gater/mat"
)

// view is a matrix as gonum's, in the same memory. (Gonum's products of float32 have no fast kernels;
// those of this package do.)
func view(m mat.M) blas32.General {
	return blas32.General{Rows: m.Rows, Cols: m.Cols, Stride: m.Cols, Data: m.Data}
}

// Gonum's routines for float32 work on matrices without a copy.
func ExampleM() {
	a, b, c := mat.Of([]mat.Float{1, 2}, []mat.Float{3, 4}), mat.Of([]mat.Float{1, 0}, []mat.Float{1, 1}), mat.New(2, 2)
	blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, view(a), view(b), 0, view(c))
	fmt.Println(c.Row(0), c.Row(1))
	// Output: [3 2] [7 4]
}
