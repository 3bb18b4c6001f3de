package est

import (
	"math"

	"gater/mat"
)

// swaps is a draw of units as the least of weighed exponentials, and what it would have been with
// two of them changed for each other in every unit at once:
//
//	o = argmin_k π_k·e^{−φ_k},  π uniform on the simplex,
//
// with φ the inputs of a unit's outcomes; of a bit they are 0 and a.
type swaps struct {
	Family
	n, k  int
	π, lg []float64 // π, and its logarithm but for a number that a unit's outcomes share
	loss  []float64 // f of the row with i and j changed, at [(row·k + i)·k + j]
}

// swapsOf draws π.
func swapsOf(c Family, s *Site) (w swaps) {
	w = swaps{Family: c, n: c.Units(s.A.Cols), k: c.Outcomes()}
	u := s.uniforms(w.n * w.k)
	w.π, w.lg = s.floats(len(u.Data)), s.floats(len(u.Data))
	w.loss = s.floats(s.A.Rows * w.k * w.k)
	for lo := 0; lo < len(w.π); lo += w.k {
		π, sum := w.π[lo:lo+w.k], 0.0
		for j := range π {
			π[j] = -math.Log(float64(u.Data[lo+j]))
			w.lg[lo+j] = math.Log(π[j])
			sum += π[j]
		}
		for j := range π {
			π[j] /= sum
		}
	}
	return w
}

// swapped makes h the outcome with i and j changed for each other.
func (w *swaps) swapped(h, a mat.M, i, j int) {
	for r := range h.Rows {
		for u := range w.n {
			lg := w.lg[(r*w.n+u)*w.k:][:w.k]
			lg[i], lg[j] = lg[j], lg[i]
			best, most := 0, math.Inf(-1)
			for o := range lg {
				if z := input(w.Family, a.Row(r), u, o) - lg[o]; z > most {
					best, most = o, z
				}
			}
			w.Set(h.Row(r), u, best)
			lg[i], lg[j] = lg[j], lg[i]
		}
	}
}

// keep writes down f with i and j changed.
func (w *swaps) keep(loss []float64, i, j int) {
	for r, l := range loss {
		w.loss[(r*w.k+i)*w.k+j], w.loss[(r*w.k+j)*w.k+i] = l, l
	}
}

// add is g += c·(f_{i⇌j} − mean_m f_{m⇌j})·(1 − k·π_j) for every outcome i of every unit.
func (w *swaps) add(g mat.M, c float64, j int) {
	for r := range g.Rows {
		f, mean := w.loss[r*w.k*w.k:][:w.k*w.k], 0.0
		for m := range w.k {
			mean += f[m*w.k+j] / float64(w.k)
		}
		for u := range w.n {
			d := c * (1 - float64(w.k)*w.π[(r*w.n+u)*w.k+j])
			for i := range w.k {
				if col, sign := w.Slot(u, i); sign > 0 {
					g.Row(r)[col] += Float((f[i*w.k+j] - mean) * d)
				}
			}
		}
	}
}

// input is the input of an outcome of unit u in the row a: 0 for a bit that is off.
func input(c Counted, a []Float, u, k int) float64 {
	if col, sign := c.Slot(u, k); sign > 0 {
		return float64(a[col])
	}
	return 0
}
