package est

import (
	"math"
	"strings"
)

// Curve is what a Surrogate takes for the derivative of the step: c(a) at sharpness k, highest at
// a = 0.
type Curve struct {
	Name      string
	Sharpness float64 // k unless the user says otherwise
	At        func(a, k float64) float64
	Area      float64 // ∫ c(a) da, or 0 where it depends on k; the step's derivative has 1
}

// Curves are the derivatives that are in use, by the name of what they are the derivative of;
// triangle is named after its own shape, super-spike after its paper.
var Curves = []Curve{
	// a/(1 + k|a|): Zenke and Ganguli (2018); of height 1 and sharp, as snnTorch has it, or of
	// height k, as SpikingJelly has it.
	{"fast-sigmoid", 25, func(a, k float64) float64 { return 1 / sq(1+k*math.Abs(a)) }, 0},
	{"super-spike", 1, func(a, k float64) float64 { return k / sq(1+k*math.Abs(a)) }, 2},
	// arctan(πka/2)/π: Fang et al. (2021).
	{"arctan", 2, func(a, k float64) float64 { return k / 2 / (1 + sq(math.Pi*k*a/2)) }, 1},
	// σ(ka).
	{"sigmoid", 1, func(a, k float64) float64 { p := 1 / (1 + math.Exp(-k*math.Abs(a))); return k * p * (1 - p) }, 1},
	// Bellec et al. (2018): k is the height, the base is always [−1, 1].
	{"triangle", 0.3, func(a, k float64) float64 { return k * max(0, 1-math.Abs(a)) }, 0},
	// Two parabolas: Esser et al. (2016).
	{"piecewise-quadratic", 1, func(a, k float64) float64 { return max(0, k-k*k*math.Abs(a)) }, 1},
	// ½e^{ka}, and 1 minus that: Shrestha and Orchard (2018).
	{"piecewise-exponential", 1, func(a, k float64) float64 { return k / 2 * math.Exp(-k*math.Abs(a)) }, 1},
	// ½erfc(−ka).
	{"erf", 1, func(a, k float64) float64 { return k / math.Sqrt(math.Pi) * math.Exp(-sq(k*a)) }, 1},
	// A ramp: Wu et al. (2018).
	{"ramp", 1, func(a, k float64) float64 {
		if k*math.Abs(a) > 0.5 {
			return 0
		}
		return k
	}, 1},
}

func sq(x float64) float64 { return x * x }

func curveNames() string {
	var names []string
	for _, c := range Curves {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}
