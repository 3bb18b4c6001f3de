package data_test

import (
	"fmt"
	"log"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"gater/data"
)

// An epoch is a sequence of batches, in an order that the seed decides; the next call of Iter is the
// next epoch.
func ExampleBatches() {
	set := data.Synthetic(6000, 6, 0, 1).Train
	batches := &data.Batches{Set: set, Order: data.Order{Seed: 1, N: set.Len(), Batch: 1000}}
	for b, err := range batches.Iter() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d pictures of %d pixels, the first a %s\n", b.Rows, len(b.X)/b.Rows, set.Classes[b.Labels[0]])
	}
	// Output:
	// 1000 pictures of 64 pixels, the first a 2
	// 1000 pictures of 64 pixels, the first a 5
	// 1000 pictures of 64 pixels, the first a 0
	// 1000 pictures of 64 pixels, the first a 3
	// 1000 pictures of 64 pixels, the first a 2
}

// matrix is a set as gonum's mat.Matrix. Nothing is copied.
type matrix struct{ *data.Set }

// T is what a Matrix has besides Dims and At.
func (m matrix) T() mat.Matrix { return mat.Transpose{Matrix: m} }

// Gonum reads a set as a matrix of float64, a row an example.
func ExampleSet_Dims() {
	set := data.Synthetic(6000, 6, 0, 1).Train
	column := mat.Col(nil, 0, matrix{set})
	fmt.Printf("pixel 0 is %.2f on average\n", stat.Mean(column, nil))
	var products mat.Dense
	products.Mul(matrix{set.Slice(0, 3)}, matrix{set.Slice(0, 3)}.T())
	fmt.Println(products.Dims())
	// Output:
	// pixel 0 is 0.26 on average
	// 3 3
}
