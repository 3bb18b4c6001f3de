package kern

import "fmt"

// checkMat panics unless x holds a rows×cols matrix of leading dimension ld.
func checkMat(fn, name string, x []Float, ld, rows, cols int) {
	switch {
	case rows < 0 || cols < 0:
		panic(fmt.Sprintf("kern: %s: %s is %d×%d, want no negative sizes", fn, name, rows, cols))
	case rows == 0 || cols == 0:
	case ld < cols && rows > 1:
		panic(fmt.Sprintf("kern: %s: %s has leading dimension %d, want at least its %d columns", fn, name, ld, cols))
	case len(x) < (rows-1)*ld+cols:
		panic(fmt.Sprintf("kern: %s: %s has %d elements, %d×%d with leading dimension %d needs %d",
			fn, name, len(x), rows, cols, ld, (rows-1)*ld+cols))
	}
}

// checkRows panics unless rows is nil or an ascending list of n rows. It
// returns the number of rows a matrix needs to hold them all.
func checkRows(fn string, rows []int32, n int) int {
	if rows == nil {
		return n
	}
	if len(rows) != n {
		panic(fmt.Sprintf("kern: %s: row list has %d entries, want %d", fn, len(rows), n))
	}
	last := int32(-1)
	for i, r := range rows {
		if r <= last {
			panic(fmt.Sprintf("kern: %s: row list has %d after %d at entry %d, want ascending rows from 0", fn, r, last, i))
		}
		last = r
	}
	return int(last) + 1
}

// checkPairs panics unless both lists are well formed and in, if there is one,
// has the rows of open and the columns of the other operand.
func checkPairs(fn string, open, in *Pairs, cols int) {
	open.check(fn)
	if in == nil {
		return
	}
	in.check(fn)
	if in.Rows != open.Rows || in.Cols() != cols {
		panic(fmt.Sprintf("kern: %s: in is %d rows of %d×%d columns, want %d rows of %d columns",
			fn, in.Rows, in.Blocks, in.Width, open.Rows, cols))
	}
}

// check panics unless both halves of the list are well formed. Those of List are.
func (o *Pairs) check(fn string) {
	if o.listed {
		return
	}
	checkList(fn, "Off", o.Off, o.Row, o.Blocks, o.Rows)
	checkList(fn, "ROff", o.ROff, o.Block, o.Rows, o.Blocks)
	if len(o.Row) != len(o.Block) {
		panic(fmt.Sprintf("kern: %s: Pairs has %d pairs by block and %d by row", fn, len(o.Row), len(o.Block)))
	}
}

// checkList panics unless off cuts item into n lists, each ascending in 0..top-1.
func checkList(fn, name string, off, item []int32, n, top int) {
	if len(off) != n+1 || off[0] != 0 || int(off[n]) != len(item) {
		panic(fmt.Sprintf("kern: %s: Pairs.%s has %d entries, want %d from 0 to %d", fn, name, len(off), n+1, len(item)))
	}
	for g := range n {
		if off[g] > off[g+1] {
			panic(fmt.Sprintf("kern: %s: Pairs.%s descends at %d", fn, name, g))
		}
		last := int32(-1)
		for _, x := range item[off[g]:off[g+1]] {
			if x <= last || int(x) >= top {
				panic(fmt.Sprintf("kern: %s: list %d of Pairs.%s has %d after %d, want ascending below %d", fn, g, name, x, last, top))
			}
			last = x
		}
	}
}
