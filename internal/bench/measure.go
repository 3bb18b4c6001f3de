package bench

import (
	"context"
	"slices"
	"time"
)

// Side is one of the things that are compared.
type Side struct {
	Name string
	// Run does the work n times, after once untimed, and returns the seconds of each.
	Run func(n int) ([]float64, error)
	Off float64 // seconds that each of them is without: what it takes to call a peer that is elsewhere
}

// Clock tells the time.
type Clock func() time.Time

// timed makes a side of a function.
func timed(name string, now Clock, f func()) Side {
	return Side{Name: name, Run: func(n int) ([]float64, error) {
		f()
		t := make([]float64, n)
		for i := range t {
			began := now()
			f()
			t[i] = now().Sub(began).Seconds()
		}
		return t, nil
	}}
}

// Times is what was measured of a side.
type Times struct {
	Name string
	Reps []float64 // seconds of a run, the median of each repetition
	All  []float64 // seconds of every run
}

// Meter takes turns.
type Meter struct {
	Reps  int           // repetitions
	Least time.Duration // of a repetition of one side: it runs so often
	Most  int           // times it runs at most
	Pause func()        // between sides, until threads that wait for work have gone to sleep
}

// Compare measures the sides in turns, in the given order and in the reverse of it by turns.
func (m *Meter) Compare(ctx context.Context, sides ...Side) ([]Times, error) {
	times, runs := make([]Times, len(sides)), make([]int, len(sides))
	for i, s := range sides {
		times[i].Name = s.Name
		var err error
		if runs[i], err = m.calibrate(s); err != nil {
			return nil, err
		}
	}
	for rep := range m.Reps {
		for k := range sides {
			if rep%2 == 1 {
				k = len(sides) - 1 - k
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			m.Pause()
			t, err := sides[k].Run(runs[k])
			if err != nil {
				return nil, err
			}
			times[k].Reps = append(times[k].Reps, Median(t))
			times[k].All = append(times[k].All, t...)
		}
	}
	return times, nil
}

// calibrate finds how often a side must run to last as long as a repetition should.
func (m *Meter) calibrate(s Side) (int, error) {
	for n := 1; ; n *= 2 {
		m.Pause()
		t, err := s.Run(n)
		if err != nil {
			return 0, err
		}
		one := Median(t)
		if one <= 0 {
			one = 1e-9
		}
		need := int(m.Least.Seconds()/one) + 1
		if n >= 4 || n >= need || n >= m.Most {
			return min(need, m.Most), nil
		}
	}
}

// Stat is a median and how far the repetitions spread.
type Stat struct{ Median, Min, Max float64 }

// Ratio is a's times over b's, repetition by repetition: how many times faster b is.
func Ratio(a, b Times) Stat {
	r := make([]float64, len(a.Reps))
	for i := range r {
		r[i] = a.Reps[i] / b.Reps[i]
	}
	return Summary(r)
}

// Summary is the statistics of some numbers.
func Summary(x []float64) Stat {
	return Stat{Median(x), slices.Min(x), slices.Max(x)}
}

// Median is the middle one, or the mean of the two in the middle.
func Median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}

// Quantile is the smallest number that a share q of them do not exceed.
func Quantile(x []float64, q float64) float64 {
	s := slices.Sorted(slices.Values(x))
	i := int(q * float64(len(s)))
	return s[min(max(i, 0), len(s)-1)]
}

// Scale is the statistics of c times the numbers.
func (s Stat) Scale(c float64) Stat { return Stat{c * s.Median, c * s.Min, c * s.Max} }
