// Package kern holds the numerical kernels: matrix products with row lists and
// open blocks, elementwise functions and the updates of the optimisers. Slices
// go in, slices come out; matrices are row-major with a leading dimension, the
// distance of two rows in elements.
//
// Every element of a result is summed in one fixed order, whatever the number
// of threads, the other rows of the call or the tile it falls in:
//
//   - NN and TN: c = c + a·b over ascending k, one term after the other.
//   - NT: a dot product of the two rows, then one addition to c; as NN if it has few terms.
//
// Results are therefore the same bits for any split of the work. They differ in
// the last bits between instruction sets.
package kern
