package onnx

import (
	"math"

	"gater/mat"
)

// groups is the least k, 2 or more, such that each k columns of a row sum to 1; 0 if there is none.
func groups(h mat.M) int {
next:
	for k := 2; k <= h.Cols; k++ {
		if h.Cols%k != 0 {
			continue
		}
		for lo := 0; lo < len(h.Data); lo += k {
			sum := 0.0
			for _, v := range h.Data[lo : lo+k] {
				sum += float64(v)
			}
			if math.Abs(sum-1) > 1e-5 {
				continue next
			}
		}
		return k
	}
	return 0
}

// likeliest says whether h is 1 in the first of the largest of each group of k columns of a.
func likeliest(h, a mat.M, k int) bool {
	for lo := 0; lo < len(h.Data); lo += k {
		best := lo
		for j := lo; j < lo+k; j++ {
			if a.Data[j] > a.Data[best] {
				best = j
			}
		}
		for j := lo; j < lo+k; j++ {
			if (h.Data[j] == 1) != (j == best) {
				return false
			}
		}
	}
	return true
}

// softmaxed says whether the mean is the softmax of each group of k columns.
func softmaxed(l *law, k int) bool {
	for lo := 0; lo < len(l.a.Data); lo += k {
		sum := 0.0
		for _, a := range l.a.Data[lo : lo+k] {
			sum += math.Exp(float64(a))
		}
		for j := lo; j < lo+k; j++ {
			if math.Abs(math.Exp(float64(l.a.Data[j]))/sum-float64(l.mean.Data[j])) > 1e-5 {
				return false
			}
		}
	}
	return true
}

// few is the number of ones in each row of zeros and ones, if it is the same in all; else 0.
func few(h mat.M) int {
	k := 0
	for i := range h.Rows {
		n := 0
		for _, v := range h.Row(i) {
			switch v {
			case 1:
				n++
			case 0:
			default:
				return 0
			}
		}
		if i > 0 && n != k {
			return 0
		}
		k = n
	}
	return k
}

// largest says whether h is 1 in the k largest columns of each row of a, the first of equals.
func largest(h, a mat.M, k int) bool {
	for i := range h.Rows {
		h, a := h.Row(i), a.Row(i)
		for j := range h {
			before := 0 // how many come before j
			for m := range a {
				if a[m] > a[j] || a[m] == a[j] && m < j {
					before++
				}
			}
			if (h[j] == 1) != (before < k) {
				return false
			}
		}
	}
	return true
}
