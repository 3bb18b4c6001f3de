package lab

import (
	"context"
	"fmt"
	"slices"
)

// Session measures estimators on tasks and hands out lines as they come.
type Session struct {
	Tasks      []string
	Estimators []string // names, NAME:SETTING=VALUE, or sets; none: all
	Settings
	Options
	Log  func(format string, args ...any) // may be nil
	Emit func(l *Line) error
}

// manyRuns is how many runs of a network a gradient may take before an estimator is left out of a set.
const manyRuns = 1 << 12

// Run measures everything that was asked for. What cannot be measured is found before anything is.
func (s *Session) Run(ctx context.Context) error {
	if len(s.Estimators) == 0 {
		s.Estimators = []string{"all"}
	}
	if s.Log == nil {
		s.Log = func(string, ...any) {}
	}
	kinds, err := s.kinds()
	if err != nil {
		return err
	}
	var jobs []*job
	for _, k := range kinds {
		task, err := k.New(s.Settings)
		if err != nil {
			return err
		}
		c, err := Choose(s.Estimators, task, manyRuns)
		if err != nil {
			return err
		}
		if len(c.Specs) == 0 {
			return fmt.Errorf("no estimator is left for task %s: %s", k.Name, c.Left[0])
		}
		jobs = append(jobs, &job{k, task, c})
	}
	for _, j := range jobs {
		if err := s.measure(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

// job is a task and the estimators to measure on it.
type job struct {
	kind   *Kind
	task   Task
	choice *Choice
}

// kinds are the tasks of the names; "all" is all that need no folder of a run.
func (s *Session) kinds() (ks []*Kind, err error) {
	for _, name := range s.Tasks {
		if name == "all" {
			for i := range Kinds {
				if !Kinds[i].OfRun {
					ks = append(ks, &Kinds[i])
				}
			}
			continue
		}
		k, err := FindKind(name)
		if err != nil {
			return nil, err
		}
		ks = append(ks, k)
	}
	return ks, nil
}

func (s *Session) measure(ctx context.Context, j *job) error {
	for _, why := range reasons(j.choice.Left) {
		s.Log("%s: left out: %s", j.kind.Name, why)
	}
	for i, spec := range j.choice.Specs {
		r, err := Measure(ctx, j.kind, j.task, spec.New, s.Options)
		if err != nil {
			return err
		}
		l := r.Line(spec, j.kind, j.task)
		s.Log("%s: %d of %d: %s, %s", j.kind.Name, i+1, len(j.choice.Specs), spec.Text, how(r))
		if err := s.Emit(l); err != nil {
			return err
		}
	}
	return nil
}

// reasons is a line for each reason, with the names it holds for.
func reasons(left []Unfit) (lines []string) {
	for i, u := range left {
		if slices.ContainsFunc(left[:i], func(o Unfit) bool { return o.Why == u.Why }) {
			continue
		}
		names := u.Name
		for _, o := range left[i+1:] {
			if o.Why == u.Why {
				names += ", " + o.Name
			}
		}
		lines = append(lines, names+": "+u.Why)
	}
	return lines
}

// how says where the moments come from.
func how(r *Result) string {
	if r.Method == "draws" {
		return fmt.Sprintf("%d draws", r.Draws)
	}
	return "exact by " + r.Method
}
