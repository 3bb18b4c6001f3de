package metric

import (
	"cmp"
	"math"
	"slices"
)

// AUC is the area under the ROC curve: the probability that an example of a class has a higher p of
// it than one that is not, ties counting a half (Mann and Whitney, 1947). With two classes it is that
// of the second; with more, the mean over the classes that some examples are of and some are not.
//
//	AUC_c = (Σ ranks of the n₊ examples of c − n₊(n₊+1)/2) / (n₊·n₋)
//
// It is NaN where all examples are of one class.
func AUC(p []float64, k int, y []int32) float64 {
	sum, n := 0.0, 0
	for c := range k {
		if k == 2 && c == 0 {
			continue
		}
		if a := auc(column(p, k, c), func(i int) bool { return y[i] == int32(c) }); !math.IsNaN(a) {
			sum, n = sum+a, n+1
		}
	}
	return sum / float64(n)
}

func auc(score []float64, is func(i int) bool) float64 {
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(score[a], score[b]) })
	ranks, yes := 0.0, 0.0
	for lo := 0; lo < len(order); {
		hi := lo
		for hi < len(order) && score[order[hi]] == score[order[lo]] {
			hi++
		}
		rank := float64(lo+1+hi) / 2 // the mean of ranks lo+1 to hi
		for _, i := range order[lo:hi] {
			if is(i) {
				ranks, yes = ranks+rank, yes+1
			}
		}
		lo = hi
	}
	no := float64(len(order)) - yes
	return (ranks - yes*(yes+1)/2) / (yes * no)
}
