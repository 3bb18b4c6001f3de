package lab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gater/internal/catalog"
	"gater/internal/report"
)

// Pick recommends an estimator: of those that would do, it measures each on a task and ranks them by
// the error that the mean gradient of a step would have,
//
//	error² = bias² + variance / (n·batch),  n = ⌊evaluations that can be afforded / its own⌋,
//
// a coordinate, in the root mean square of the gradient.
type Pick struct {
	Wanted
	Task string // to measure on; "": autoencoders of bits or groups, or the net of three layers of bits
	Settings
	Options
	Log func(format string, args ...any) // may be nil
}

// Picked is what was found, the best first.
type Picked struct {
	Recommended string   `json:"recommended"`
	Why         string   `json:"why"`
	Task        string   `json:"task"`
	Known       Wanted   `json:"known"`
	Ranking     []Ranked `json:"ranking"`
	Left        []Unfit  `json:"left_out"`
}

// Ranked is an estimator in its place. Bias and Error are in the root mean square of the gradient.
type Ranked struct {
	Estimator string     `json:"estimator"`
	Why       string     `json:"why"`
	Unbiased  bool       `json:"unbiased"`
	Skips     string     `json:"skips"`
	Evals     int        `json:"evals"`   // of a gradient, for the units asked about
	Repeats   int        `json:"repeats"` // n
	Bias      report.Num `json:"bias"`    // 0 for one that claims to have none
	Variance  report.Num `json:"variance"`
	Micros    report.Num `json:"micros"` // of a gradient of the task
	Error     report.Num `json:"error"`
}

// Run measures and ranks.
func (p *Pick) Run(ctx context.Context) (*Picked, error) {
	if p.Log == nil {
		p.Log = func(string, ...any) {}
	}
	kind, task, err := p.task()
	if err != nil {
		return nil, err
	}
	if err := p.Wanted.Check(); err != nil {
		return nil, err
	}
	out := &Picked{Task: kind.Name, Known: p.Wanted}
	fit, left := p.candidates()
	j := &job{kind, task, &Choice{Left: left}}
	for _, s := range fit {
		c, err := Choose([]string{s.Text}, task, math.MaxInt)
		var no Unfit
		switch {
		case errors.As(err, &no):
			j.choice.Left = append(j.choice.Left, no)
		case err != nil:
			return nil, err
		default:
			j.choice.Specs = append(j.choice.Specs, c.Specs...)
		}
	}
	out.Left = j.choice.Left
	if len(j.choice.Specs) == 0 {
		return nil, fmt.Errorf("no estimator would do: %s", reasons(out.Left)[0])
	}
	specs := j.choice.Specs
	s := &Session{Options: p.Options, Log: p.Log, Emit: func(l *Line) error {
		out.Ranking = append(out.Ranking, p.rank(specs[len(out.Ranking)], l))
		return nil
	}}
	if err := s.measure(ctx, j); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out.Ranking, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(missing(a.Error), missing(b.Error)), cmp.Compare(a.Error, b.Error))
	})
	out.Recommended, out.Why = out.Ranking[0].Estimator, out.Ranking[0].Why
	return out, nil
}

// task is what is measured on. A run says itself what its units are.
func (p *Pick) task() (*Kind, Task, error) {
	name := p.Task
	if name == "" {
		switch {
		case p.Groups > 0:
			name = "vae8x4"
		case p.Layers > 1:
			name = "sbn"
		default:
			name = "vae16"
		}
	}
	kind, err := FindKind(name)
	if err != nil {
		return nil, nil, err
	}
	task, err := kind.New(p.Settings)
	if err != nil {
		return nil, nil, err
	}
	group := task.Group()
	if kind.OfRun {
		p.Units, p.Layers, p.Groups = task.Units()/group, 1, 0
		if group > 1 {
			p.Groups = group
		}
	}
	if (group > 1) != (p.Groups > 0) {
		return nil, nil, fmt.Errorf("task %s has other units than those asked about: take vae8x4 for groups, another for bits", name)
	}
	return kind, task, nil
}

// rank is the place of an estimator by what was measured of it.
func (p *Pick) rank(s *catalog.Spec, l *Line) Ranked {
	e := s.New()
	r := Ranked{Estimator: l.Estimator, Unbiased: l.Unbiased, Skips: e.About().Skips.String(), Evals: p.cost(e),
		Variance: l.Variance, Micros: l.Micros}
	r.Repeats = max(1, p.Evals/r.Evals)
	size := math.Abs(float64(l.Exact))
	if size == 0 {
		size = 1
	}
	square := 0.0
	if !l.Unbiased {
		square = float64(l.MSE - l.Variance)
		if l.Draws > 0 { // less what of it is noise of the draws
			square -= float64(l.Variance) / float64(l.Draws)
		}
		square = max(0, square)
	}
	spread := float64(l.Variance) / float64(r.Repeats*p.Batch)
	r.Bias, r.Error = num(math.Sqrt(square)/size), num(math.Sqrt(square+spread)/size)
	r.Why = p.why(&r, square > spread)
	return r
}

// why says what speaks for an estimator, and against it.
func (p *Pick) why(r *Ranked, biasLeads bool) string {
	why := "unbiased"
	switch {
	case !r.Unbiased && biasLeads:
		why = fmt.Sprintf("bias of %s of the gradient, which no averaging takes away", percent(float64(r.Bias)))
	case !r.Unbiased:
		why = fmt.Sprintf("bias of %s of the gradient, less than its noise", percent(float64(r.Bias)))
	}
	if r.Repeats > 1 {
		why += fmt.Sprintf(", mean of %d at %d evaluations", r.Repeats, p.Evals)
	}
	return why
}

// missing is 1 for a number that does not exist, which comes last.
func missing(x report.Num) int {
	if math.IsNaN(float64(x)) {
		return 1
	}
	return 0
}

func percent(x float64) string { return figure(100*x) + " %" }
