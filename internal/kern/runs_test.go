package kern

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// popular opens block k with probability 3/(k+1), or every one in every row if that is more.
func popular(rows, blocks, width int) *Pairs {
	r, g := rand.New(rand.NewPCG(41, 42)), make([]Float, rows*blocks)
	for i := range g {
		if r.Float64()*float64(i%blocks+1) < 3 {
			g[i] = 1
		}
	}
	return listed(rows, blocks, g, false).wide(width)
}

func (o *Pairs) wide(width int) *Pairs {
	o.Width = width
	return o
}

// costOf is what pairs lo to below hi take, in rows.
func costOf(o *Pairs, lo, hi int) (c float64) {
	for g := range o.Blocks {
		a, b := int(o.Off[g]), int(o.Off[g+1])
		if in := min(hi, b) - max(lo, a); in > 0 {
			c += float64(in) * float64(b-a+reading) / float64(b-a)
		}
	}
	return c
}

// TestCut: parts hold all pairs, in order, and none is more than a pair of work from an equal share.
// Shares of equally many pairs are not.
func TestCut(t *testing.T) {
	r := rand.New(rand.NewPCG(43, 44))
	for _, o := range []*Pairs{popular(128, 128, 3), popular(1, 40, 3), somePairs(r, 40, 6, 3, 0), somePairs(r, 9, 1, 3, 1), somePairs(r, 0, 4, 3, 1), somePairs(r, 33, 50, 3, 0.1)} {
		for _, n := range []int{1, 2, 3, 8, 16, 56} {
			cut, all := o.cut([]int32{5, 5}, n), costOf(o, 0, o.Len())
			if len(cut) != n+1 || cut[0] != 0 || int(cut[n]) != o.Len() || !slices.IsSorted(cut) {
				t.Fatalf("%d pairs in %d parts: cut at %v", o.Len(), n, cut)
			}
			for i := range n {
				if c := costOf(o, int(cut[i]), int(cut[i+1])); c > all/float64(n)+1+reading || c < all/float64(n)-1-reading-1 {
					t.Errorf("%d pairs in %d parts: part %d takes %.1f rows of %.1f", o.Len(), n, i, c, all)
				}
			}
		}
	}
	o := popular(128, 128, 3)
	if last, all := costOf(o, o.Len()*7/8, o.Len()), costOf(o, 0, o.Len()); last < all/8+2+reading {
		t.Errorf("control: the last eighth of the pairs takes %.1f rows of %.1f", last, all)
	}
}

// BenchmarkParts reports the longest part of a gated layer of popular and other blocks over the mean.
func BenchmarkParts(b *testing.B) {
	o := popular(128, 128, 32)
	x := newExperts(rand.New(rand.NewPCG(45, 46)), o, 1024, true)
	const n = partsPerThread * 2
	j := job{kind: expertsOn, experts: x.Experts, open: o, k: 1024, cuts: o.cut(nil, n)}
	least := make([]time.Duration, n)
	for b.Loop() {
		for i := range n {
			start := time.Now()
			j.Part(i, n)
			if d := time.Since(start); least[i] == 0 || d < least[i] {
				least[i] = d
			}
		}
	}
	sum := time.Duration(0)
	for _, d := range least {
		sum += d
	}
	b.ReportMetric(float64(slices.Max(least))*n/float64(sum), "longest/mean")
}
