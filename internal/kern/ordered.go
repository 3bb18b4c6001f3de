package kern

// ordered calls f with every block that some of the rows have open, in ascending order so that its
// weights are read as they lie, and with where in the list those rows are.
func (near *bench) ordered(in *Pairs, rows []int32, f func(block int, at []int32)) {
	off := grow(&near.blockOff, in.Blocks+1)
	clear(off)
	for _, r := range rows {
		for _, h := range in.of(r) {
			off[h+1]++
		}
	}
	for h := range in.Blocks {
		off[h+1] += off[h]
	}
	at := grow(&near.blockAt, int(off[in.Blocks]))
	for i, r := range rows {
		for _, h := range in.of(r) {
			at[off[h]] = int32(i)
			off[h]++
		}
	}
	for h, lo := 0, int32(0); h < in.Blocks; h++ {
		if hi := off[h]; lo < hi { // off[h] has moved on to its end
			f(h, at[lo:hi])
			lo = hi
		}
	}
}

// grow makes a list of n numbers of what is there.
func grow(list *[]int32, n int) []int32 {
	if cap(*list) < n {
		*list = make([]int32, n)
	}
	return (*list)[:n]
}
