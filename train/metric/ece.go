package metric

import "math"

// Bins is how many equal bins of confidence a calibration has.
const Bins = 15

// Bin is the predictions whose confidence is in one bin.
type Bin struct {
	Count      int     `json:"count"`
	Confidence float64 `json:"confidence"` // mean
	Accuracy   float64 `json:"accuracy"`   // share that is right
}

// Confidence sorts examples into bins by the probability of their likeliest class: bin b holds those
// from b/15 to (b+1)/15, 1 being in the last.
func Confidence(p []float64, k int, y []int32) []Bin {
	bins := make([]Bin, Bins)
	for i, label := range y {
		row := p[i*k : (i+1)*k]
		c := likeliest(row)
		add(bins, row[c], c == int(label))
	}
	return means(bins)
}

// LabelConfidence sorts the labels of all examples so, by the probability of the likelier answer.
func LabelConfidence(p, y []float64) []Bin {
	bins := make([]Bin, Bins)
	for i, q := range p {
		add(bins, max(q, 1-q), (q > 0.5) == (y[i] == 1))
	}
	return means(bins)
}

func add(bins []Bin, confidence float64, right bool) {
	b := &bins[min(int(confidence*Bins), Bins-1)]
	b.Count++
	b.Confidence += confidence
	if right {
		b.Accuracy++
	}
}

func means(bins []Bin) []Bin {
	for i := range bins {
		if b := &bins[i]; b.Count > 0 {
			b.Confidence /= float64(b.Count)
			b.Accuracy /= float64(b.Count)
		}
	}
	return bins
}

// ECE is the expected calibration error (Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017).
//
//	Σ_b n_b/n · |accuracy_b − confidence_b|
func ECE(bins []Bin) float64 {
	sum, n := 0.0, 0
	for _, b := range bins {
		sum += float64(b.Count) * math.Abs(b.Accuracy-b.Confidence)
		n += b.Count
	}
	return sum / float64(n)
}
