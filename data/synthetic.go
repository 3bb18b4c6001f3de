package data

import (
	"fmt"
	"slices"
	"strconv"

	"gater/internal/rng"
)

// The synthetic task: Contexts columns of seven pixels under a row of lamps.
const (
	Contexts = 8 // lamps, and columns under them
	shifts   = 7 // classes: the places a column's pattern can be shifted to
	side     = 8 // of the picture
)

// pattern is a maximal-length sequence: any two of its seven cyclic shifts
// differ in four places.
var pattern = [shifts]bool{true, true, true, false, true, false, false}

// Synthetic makes a task whose best gating is known: train and test pictures
// of 8×8, the last sixth of train being for validation, in 7 classes.
//
//	pixel (0, k) is lit        ⇔  k = c, the context, uniform on 0…7
//	pixel (1+r, k) is lit      ⇔  pattern[(r + v_k + k) mod 7], each v_k uniform on 0…6
//	label = v_c with probability 1−noise, else uniform on 0…6
//
// One lamp of the top row is lit, and the column under it shows the label; the
// other seven columns show labels just as clearly, but false ones. A lit pixel
// is 160 to 255, a dark one 0 to 95. So eight experts, one a column, suffice,
// and the best gate opens the one of them that Context names: see Limits for
// what that is worth. (Nothing keeps a wide enough layer without gates from
// reading the lamps too; it is only slower to learn.) Equal arguments give equal pictures on any machine.
// It panics if train is below 6, test below 1 or noise outside [0,1].
func Synthetic(train, test int, noise float64, seed uint64) *Splits {
	if train < 6 || test < 1 || !(noise >= 0 && noise <= 1) {
		panic(fmt.Sprintf("data: Synthetic: %d training and %d test pictures, noise %v", train, test, noise))
	}
	return split("synthetic", synthetic(train, noise, seed, 0), synthetic(test, noise, seed, 1))
}

// Context is the context of picture i of a synthetic set: the number of the
// expert that knows its label.
func Context(s *Set, i int) int {
	lamps := s.Pixels(i)[:s.Width]
	return slices.Index(lamps, slices.Max(lamps))
}

// Limits are the lowest error rates that a classifier of the synthetic task can
// have in the long run, by what it may look at.
//
//	Best   everything, or only the lamps and the column under the lit one:  noise·6/7
//	Blind  all columns but not the lamps:  1 − (1−noise)·E[max count]/8 − noise/7,
//	       which is the error of the value that most columns show
//	Fixed  one column, chosen without the lamps:  1 − (1−noise)/4 − noise/7
type Limits struct{ Best, Blind, Fixed float64 }

// SyntheticLimits are the limits at that noise.
func SyntheticLimits(noise float64) Limits {
	chance := noise / shifts
	return Limits{
		Best:  noise - chance,
		Blind: 1 - (1-noise)*meanMax()/Contexts - chance,
		Fixed: 1 - (1-noise)/4 - chance, // P(v_k = v_c) = 1/8 + 7/8·1/7
	}
}

// meanMax is the expected largest count when 8 columns each show one of 7 values.
//
//	E[max] = Σ_{m≥0} 1 − P(max ≤ m),  P(max ≤ m) = 8!/7⁸ · [x⁸] (Σ_{i≤m} xⁱ/i!)⁷
func meanMax() float64 {
	var mean float64
	for m := range Contexts {
		ways := [Contexts + 1]float64{1} // [xⁿ] of the power so far, times n!/7ⁿ
		for range shifts {
			var next [Contexts + 1]float64
			for n := range next {
				choose := 1.0 // C(n, i)/7ⁱ
				for i := 0; i <= min(m, n); i++ {
					next[n] += choose * ways[n-i]
					choose *= float64(n-i) / float64(i+1) / shifts
				}
			}
			ways = next
		}
		mean += 1 - ways[Contexts]
	}
	return mean
}

// synthetic draws n pictures: those of the given part of the seed's task.
func synthetic(n int, noise float64, seed uint64, part uint32) *Set {
	s := &Set{Height: side, Width: side, X: make([]uint8, n*side*side), Labels: make([]int32, n)}
	for v := range shifts {
		s.Classes = append(s.Classes, strconv.Itoa(v))
	}
	var v [Contexts]int32
	var c, other [1]int32
	var u [side*side + 1]float64 // brightness, and whether the label is noise
	for i := range n {
		key := func(draw uint32) rng.Key {
			return rng.Key{Seed: seed, Step: part, Row: uint32(i), Site: orderSite - 1, Draw: draw}
		}
		key(0).Ints(v[:], shifts)
		key(1).Ints(c[:], Contexts)
		key(2).Ints(other[:], shifts)
		rng.Uniform(u[:], key(3))
		draw(s.Pixels(i), int(c[0]), &v, u[:])
		label := v[c[0]]
		if u[side*side] < noise {
			label = other[0]
		}
		s.Labels[i] = label
	}
	return s
}

// draw sets the pixels of one picture.
func draw(x []uint8, c int, v *[Contexts]int32, u []float64) {
	for j := range x {
		r, k := j/side, j%side
		lit := k == c
		if r > 0 {
			lit = pattern[(r-1+int(v[k])+k)%shifts]
		}
		x[j] = uint8(96 * u[j])
		if lit {
			x[j] += 160
		}
	}
}
