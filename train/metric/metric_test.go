package metric_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gater/train/metric"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) && !(math.IsNaN(got) && math.IsNaN(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func of(t *testing.T, all []metric.Metric, key string) float64 {
	t.Helper()
	i := slices.IndexFunc(all, func(m metric.Metric) bool { return m.Key == key })
	if i < 0 {
		t.Fatalf("no %s in %+v", key, all)
	}
	return all[i].Value
}

// TestByHand: four examples of three classes, worked out on paper.
func TestByHand(t *testing.T) {
	p := []float64{
		0.7, 0.2, 0.1, // 0, right
		0.5, 0.4, 0.1, // 1, taken for 0
		0.1, 0.1, 0.8, // 2, right
		0.3, 0.6, 0.1} // 1, right
	y := []int32{0, 1, 2, 1}
	m := metric.Classes(p, 3, y)
	near(t, "accuracy", of(t, m, "accuracy"), 3./4)
	near(t, "log-loss", of(t, m, "log_loss"), -(math.Log(0.7)+math.Log(0.4)+math.Log(0.8)+math.Log(0.6))/4)
	near(t, "AUC", of(t, m, "auc"), 1) // every class is told from the others
	near(t, "F1", of(t, m, "f1"), (2./3+2./3+1)/3)
	// bins of 1/15: 0.5 in bin 7, 0.6 in bin 9, 0.7 in 10, 0.8 in 12
	near(t, "ECE", of(t, m, "ece"), (0.5+0.4+0.3+0.2)/4)

	two := metric.Classes([]float64{0.9, 0.1, 0.6, 0.4, 0.6, 0.4, 0.2, 0.8}, 2, []int32{0, 0, 1, 1})
	near(t, "AUC with a tie", of(t, two, "auc"), (1+1+1+0.5)/4)
	if one := metric.Classes([]float64{0.9, 0.1}, 2, []int32{0}); slices.ContainsFunc(one, func(m metric.Metric) bool { return m.Key == "auc" }) {
		t.Errorf("one class has an AUC: %+v", one)
	}

	n := metric.Numbers([]float64{1, 2, 5}, []float64{1, 3, 3})
	near(t, "RMSE", of(t, n, "rmse"), math.Sqrt(5./3))
	near(t, "MAE", of(t, n, "mae"), 1)
	near(t, "R²", of(t, n, "r2"), 1-5/(8./3))

	l := metric.Labels([]float64{0.9, 0.2, 0.4, 0.7, 0.1, 0.6}, 2, []float64{1, 0, 1, 0, 0, 1})
	near(t, "labels' accuracy", of(t, l, "accuracy"), (2./3+2./3)/2)
	near(t, "labels' F1", of(t, l, "f1"), (2./3+2./3)/2)
	near(t, "labels' AUC", of(t, l, "auc"), (1+0.5)/2)
	near(t, "labels' log-loss", of(t, l, "log_loss"), -(math.Log(0.9)+math.Log(0.4)+math.Log(0.9)+math.Log(0.8)+math.Log(0.3)+math.Log(0.6))/6)
	near(t, "labels' ECE", of(t, l, "ece"), ((0.1+0.1)+0.2+math.Abs(0.7-0)+math.Abs(1.2-1))/6)
}

// TestAgainstSlow: random predictions, by the definitions written out.
func TestAgainstSlow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for trial := range 40 {
		n, k := 2+r.IntN(60), 2+trial%4
		p, y := make([]float64, n*k), make([]int32, n)
		for i := range p {
			p[i] = float64(r.IntN(9)) // few values, so that there are ties
		}
		metric.Softmax(p, k)
		for i := range y {
			y[i] = int32(r.IntN(k))
		}
		near(t, "AUC", metric.AUC(p, k, y), slowAUC(p, k, y))
		near(t, "F1", metric.F1(metric.Confusion(p, k, y)), slowF1(p, k, y))
		near(t, "ECE", metric.ECE(metric.Confidence(p, k, y)), slowECE(p, k, y))
		x, z := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], z[i] = r.NormFloat64(), r.NormFloat64()
		}
		sum, sq := 0.0, 0.0
		for _, v := range z {
			sum, sq = sum+v, sq+v*v
		}
		all := sq - sum*sum/float64(n)
		if got, want := metric.R2(x, z), 1-math.Pow(metric.RMSE(x, z), 2)*float64(n)/all; math.Abs(got-want) > 1e-9 {
			t.Errorf("R² is %v, want %v", got, want)
		}
	}
}

// slowAUC compares all pairs.
func slowAUC(p []float64, k int, y []int32) float64 {
	var areas []float64
	for c := range k {
		won, pairs := 0.0, 0.0
		for i := range y {
			for j := range y {
				if y[i] == int32(c) && y[j] != int32(c) {
					pairs++
					switch a, b := p[i*k+c], p[j*k+c]; {
					case a > b:
						won++
					case a == b:
						won += 0.5
					}
				}
			}
		}
		if pairs > 0 && (k > 2 || c == 1) {
			areas = append(areas, won/pairs)
		}
	}
	sum := 0.0
	for _, a := range areas {
		sum += a
	}
	return sum / float64(len(areas))
}

func argmax(p []float64) (best int) {
	for j := range p {
		if p[j] > p[best] {
			best = j
		}
	}
	return best
}

// slowF1 is the harmonic mean of precision and recall, by sets of examples.
func slowF1(p []float64, k int, y []int32) float64 {
	sum, n := 0.0, 0.0
	for c := range k {
		both, said, is := 0.0, 0.0, 0.0
		for i := range y {
			a, b := argmax(p[i*k:(i+1)*k]) == c, int(y[i]) == c
			if a {
				said++
			}
			if b {
				is++
			}
			if a && b {
				both++
			}
		}
		if said+is == 0 {
			continue
		}
		if n++; both > 0 {
			precision, recall := both/said, both/is
			sum += 2 * precision * recall / (precision + recall)
		}
	}
	return sum / n
}

// slowECE goes through the examples once for every bin.
func slowECE(p []float64, k int, y []int32) float64 {
	gap := 0.0
	for b := range metric.Bins {
		conf, right := 0.0, 0.0
		for i := range y {
			row := p[i*k : (i+1)*k]
			c := argmax(row)
			if q := row[c] * metric.Bins; q >= float64(b) && (q < float64(b+1) || b == metric.Bins-1) {
				conf += row[c]
				if c == int(y[i]) {
					right++
				}
			}
		}
		gap += math.Abs(right - conf)
	}
	return gap / float64(len(y))
}

// TestCalibrated: predictions that are right as often as they say have an ECE near 0; those that say
// they are always sure do not.
func TestCalibrated(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const n = 50_000
	honest, sure, y := make([]float64, 2*n), make([]float64, 2*n), make([]int32, n)
	for i := range y {
		q := r.Float64()
		honest[2*i], honest[2*i+1] = 1-q, q
		if y[i] = 0; r.Float64() < q {
			y[i] = 1
		}
		sure[2*i+argmax(honest[2*i:2*i+2])] = 1
	}
	if e := metric.ECE(metric.Confidence(honest, 2, y)); e > 0.01 {
		t.Errorf("an honest prediction has ECE %v", e)
	}
	if e := metric.ECE(metric.Confidence(sure, 2, y)); e < 0.2 {
		t.Errorf("control: a boastful one has ECE %v", e)
	}
}
