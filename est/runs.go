package est

import "gater/mat"

// learnOrLook is f of h by Learn or by Look; what Learn returns is kept in *learnt.
func learnOrLook(f F, h mat.M, learn bool, learnt *[]float64) []float64 {
	if !learn {
		return f.Look(h)
	}
	*learnt, _ = f.Learn(h)
	return *learnt
}

// oneRun is how often an estimator looks that looks once, whatever the number of columns.
func oneRun(int) int { return 1 }

// looks is so many, whatever the number of columns.
func looks(n int) func(int) int { return func(int) int { return n } }

// lookAtAll is f of a stack of n outputs, of which it learns from the first.
func lookAtAll(s *Site, f F, all mat.M, n int) (losses, learnt []float64) {
	rows := s.A.Rows
	losses = s.floats(n * rows)
	for k := range n {
		copy(losses[k*rows:], learnOrLook(f, all.Slice(k*rows, (k+1)*rows), k == 0, &learnt))
	}
	return losses, learnt
}
