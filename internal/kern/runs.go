package kern

// A run is some rows of a block: of Pairs.Row, those from lo to below hi.
type run struct{ block, lo, hi int }

// runs calls f with every run of pairs of part i of n; parts take about as long, and cut a block that
// many rows have open.
func (j *job) runs(i, n int, f func(run)) {
	lo, hi := 0, j.open.Len()
	if n > 1 {
		lo, hi = int(j.cuts[i]), int(j.cuts[i+1])
	}
	for g := range j.open.Blocks {
		a, b := max(lo, int(j.open.Off[g])), min(hi, int(j.open.Off[g+1]))
		if a < b {
			f(run{g, a, b})
		}
	}
}

// reading is how many rows of a block take as long as reading its weights. With 8 the longest part of a
// layer of popular and other blocks takes 1.1 times the mean, with 0 twice (BenchmarkParts, AVX2).
const reading = 8

// cut makes the first pair of each of n parts, and the number of pairs. A block that m rows have open
// takes as long as m + reading rows.
func (o *Pairs) cut(to []int32, n int) []int32 {
	rows := func(g int) int { return int(o.Off[g+1] - o.Off[g]) }
	cost := func(m int) int {
		if m == 0 {
			return 0
		}
		return m + reading
	}
	total, at := 0, 0
	for g := range o.Blocks {
		total += cost(rows(g))
	}
	to = to[:0]
	for g := range o.Blocks {
		m := rows(g)
		c := cost(m)
		for len(to) < n && len(to)*total/n < at+c {
			to = append(to, o.Off[g]+int32((len(to)*total/n-at)*m/c))
		}
		at += c
	}
	for len(to) <= n {
		to = append(to, int32(o.Len()))
	}
	return to
}
