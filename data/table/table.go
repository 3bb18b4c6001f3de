// Package table describes tables of text cells: batches of rows as a reader hands them over, and
// what a column holds, found in one pass and bounded memory.
package table

import "iter"

// Batch is some consecutive rows of a table. It is valid until the next batch is asked for.
type Batch struct {
	Names []string   // one per column, distinct
	Rows  [][]string // each as long as Names
	Lines []int      // the line of the file each row begins on, counted from 1
}

// Rows is a table read from beginning to end. An error is the last thing it yields.
type Rows = iter.Seq2[Batch, error]
