package est_test

import (
	"math"
	"testing"

	"gater/est"
	"gater/est/esttest"
	"gater/internal/rng"
)

// inputs are rows at which estimators of bits are compared: in the middle, mixed, and near the ends.
var inputs = [][]float64{{0, 0, 0}, {-0.8, 0.4, 1.1}, {-4, 0.2, 3}, {-6, -5, 4}}

// tables are some losses of three bits without any structure.
func tables() (all []esttest.Func) {
	for k := range 4 {
		x := make([]float64, 8)
		rng.Normal(x, rng.Key{Seed: 11, Row: uint32(k)})
		all = append(all, esttest.Table(x))
	}
	return all
}

// TestPairsAreUnbiased: whatever the loss and wherever the probabilities, near 0 and 1 too, where
// UGC turns bits over.
func TestPairsAreUnbiased(t *testing.T) {
	for _, name := range []string{"AR", "ARM", "DisARM", "bit flip", "UGC", "measure-valued", "measure-valued, coupled"} {
		for _, a := range inputs {
			for _, f := range tables() {
				_, want := esttest.Shallow(esttest.Bernoulli, a, f)
				esttest.Close(t, name, held(t, name).integrate(t, a, esttest.Blind(f)).Mean, want, 1e-12, 1e-5)
			}
		}
	}
}

// TestDisARMIsNeverAboveARM, unit by unit and whatever the loss: it is ARM given the pair. The
// other way round it fails.
func TestDisARMIsNeverAboveARM(t *testing.T) {
	above := 0
	for _, a := range inputs {
		for _, f := range tables() {
			arm, dis := held(t, "ARM").integrate(t, a, f).Var, held(t, "DisARM").integrate(t, a, f).Var
			for j := range a {
				if dis[j] > arm[j]+1e-6*math.Abs(arm[j]) {
					t.Errorf("unit %d at %v: DisARM %v, ARM %v", j, a, dis[j], arm[j])
				}
				if arm[j] > 1.05*dis[j] {
					above++
				}
			}
		}
	}
	if above == 0 {
		t.Error("control: ARM is nowhere above DisARM")
	}
}

// TestUGCIsNeverAboveDisARM for sums of functions of one bit, and below it near the ends; BitFlip
// on its own is above it in the middle.
func TestUGCIsNeverAboveDisARM(t *testing.T) {
	f := esttest.Func(func(h, _ []float64) float64 { return 3*h[0] - 2*h[1] + h[2] })
	below, flipAbove := 0, 0
	for _, a := range inputs {
		dis, ugc := held(t, "DisARM").integrate(t, a, f).Var, held(t, "UGC").integrate(t, a, f).Var
		flip := held(t, "bit flip").integrate(t, a, f).Var
		for j := range a {
			if ugc[j] > dis[j]*(1+1e-6) {
				t.Errorf("unit %d at %v: UGC %v, DisARM %v", j, a, ugc[j], dis[j])
			}
			if ugc[j] < 0.9*dis[j] {
				below++
			}
			if flip[j] > dis[j] {
				flipAbove++
			}
		}
	}
	if below < 3 || flipAbove < 3 {
		t.Errorf("UGC is below DisARM in %d units, BitFlip above it in %d", below, flipAbove)
	}
}

// TestUGCCanBeAboveDisARM: not so for every loss. In 1[h₁ = h₂] with a fair second bit an
// antithetic pair that differs in the first differs in both, so that DisARM says 0, which is right.
func TestUGCCanBeAboveDisARM(t *testing.T) {
	equal := esttest.Table([]float64{1, 0, 0, 1})
	a := []float64{-3, 0}
	dis, ugc := held(t, "DisARM").integrate(t, a, equal), held(t, "UGC").integrate(t, a, equal)
	esttest.Close(t, "DisARM", []float64{dis.Mean[0], dis.Var[0]}, []float64{0, 0}, 1e-15, 1e-7)
	p := esttest.Sigmoid(-3)
	esttest.Close(t, "UGC", []float64{ugc.Mean[0], ugc.Var[0]}, []float64{0, p * p * (1 - p) * (1 - p)}, 1e-12, 1e-7)
}

// TestBitFlipTurnsOne: of five units the third is chosen, and nothing else learns.
func TestBitFlipTurnsOne(t *testing.T) {
	f := esttest.Func(func(h, _ []float64) float64 { return h[0] + 2*h[1] + 4*h[2] + 8*h[3] + 16*h[4] })
	u := esttest.Script{{0.1, 0.9, 0.1, 0.9, 0.1, 0.5}}
	r := esttest.Learn(est.BitFlip{}, esttest.Rows(make([]float64, 5), 1), f, u)
	esttest.Close(t, "loss", r.Loss, []float64{21}, 0, 0)
	esttest.Close(t, "gradient", esttest.Wide(r.Grad.Data), []float64{0, 0, 5 * 0.25 * 4, 0, 0}, 1e-12, 1e-6)
}
