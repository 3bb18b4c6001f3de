package dial

// Isotonic is the falling sequence nearest to y by the squares, by pooling neighbours that are out
// of order (Ayer, Brunk, Ewing, Reid and Silverman, 1955): each stretch where y rises is replaced by
// its mean.
//
// The error on some thousand rows goes up and down by chance from one point of a path to the next,
// and a dial that promises more errors for more work is no use: what is expected of a budget is the
// error so smoothed. What was measured stays beside it.
func Isotonic(y []float64) []float64 {
	type run struct{ sum, n float64 }
	var runs []run
	for _, v := range y {
		r := run{v, 1}
		for len(runs) > 0 {
			last := runs[len(runs)-1]
			if last.sum/last.n >= r.sum/r.n {
				break
			}
			r = run{last.sum + r.sum, last.n + r.n}
			runs = runs[:len(runs)-1]
		}
		runs = append(runs, r)
	}
	out := make([]float64, 0, len(y))
	for _, r := range runs {
		for range int(r.n) {
			out = append(out, r.sum/r.n)
		}
	}
	return out
}
