package dial

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Budget is what an example may cost: a share of the multiply-adds of the network with all blocks
// open, or a time. One of the two is 0.
type Budget struct {
	Share   float64 // more than 0 and at most 1
	Seconds float64
}

// ParseBudget reads "20%", "0.2", "150us", "150µs" or "1.5ms".
func ParseBudget(s string) (Budget, error) {
	wrong := fmt.Errorf(`a budget of %q: give a share such as 20%% or 0.2, or a time such as 150us`, s)
	t := strings.ReplaceAll(strings.TrimSpace(s), " ", "")
	number, percent := strings.CutSuffix(t, "%")
	if x, err := strconv.ParseFloat(number, 64); err == nil {
		if percent {
			x /= 100
		}
		if !(x > 0 && x <= 1) {
			return Budget{}, fmt.Errorf("a budget of %q: a share is more than 0 and at most 100%%", s)
		}
		return Budget{Share: x}, nil
	}
	d, err := time.ParseDuration(t)
	if err != nil || d <= 0 {
		return Budget{}, wrong
	}
	return Budget{Seconds: d.Seconds()}, nil
}

func (b Budget) String() string {
	if b.Seconds > 0 {
		return micros(b.Seconds)
	}
	return share(b.Share)
}

func micros(s float64) string { return strconv.FormatFloat(digits(s*1e6), 'f', -1, 64) + " µs" }
func share(x float64) string  { return strconv.FormatFloat(digits(x*100), 'f', -1, 64) + " %" }

// digits is x to three digits.
func digits(x float64) float64 {
	if x == 0 {
		return 0
	}
	p := math.Pow(10, 2-math.Floor(math.Log10(math.Abs(x))))
	return math.Round(x*p) / p
}
