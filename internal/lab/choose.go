package lab

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gater/est"
	"gater/est/esttest"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// sets are names for several estimators at once, each with a say about one of them.
var sets = []struct {
	name, doc string
	in        func(e est.Estimator) bool
}{
	{"all", "every estimator of the catalogue that fits the task", func(est.Estimator) bool { return true }},
	{"unbiased", "those that claim to be unbiased for bits", unbiased},
	{"biased", "those that do not", func(e est.Estimator) bool { return !unbiased(e) }},
}

func unbiased(e est.Estimator) bool { return e.About().Unbiased && Hard(e) }

// Choice is the estimators to measure on a task, and those left out, with the reason.
type Choice struct {
	Specs []*catalog.Spec
	Left  []Unfit
}

// Unfit is an estimator that a task is not for; its message is a name and a reason.
type Unfit struct {
	Name string `json:"estimator"`
	Why  string `json:"why"`
}

func (u Unfit) Error() string { return u.Name + ": " + u.Why }

// Choose finds the estimators of some names on a task. An estimator that was named and does not
// fit is an error; one of a set is left out.
func Choose(names []string, task Task, maxRuns int) (*Choice, error) {
	c := &Choice{}
	for _, name := range names {
		var set func(est.Estimator) bool
		for _, s := range sets {
			if s.name == name {
				set = s.in
			}
		}
		if set == nil {
			s, err := Parse(name)
			if err != nil {
				return nil, err
			}
			if s, why := fit(s, task, math.MaxInt); why != "" {
				return nil, Unfit{name, why}
			} else {
				c.Specs = append(c.Specs, s)
			}
			continue
		}
		for i := range catalog.Gates {
			s, err := catalog.ParseSpec(catalog.Gates[i].Name)
			if err != nil {
				return nil, err
			}
			if !set(s.New()) || c.has(s.Text) {
				continue
			}
			fitted, why := fit(s, task, maxRuns)
			if why != "" {
				c.Left = append(c.Left, Unfit{s.Text, why})
				continue
			}
			c.Specs = append(c.Specs, fitted)
		}
	}
	return c, nil
}

func (c *Choice) has(text string) bool {
	return slices.ContainsFunc(c.Specs, func(s *catalog.Spec) bool { return s.Text == text })
}

// Parse is catalog.ParseSpec with a suggestion for a name that is nearly right.
func Parse(text string) (*catalog.Spec, error) {
	name, _, _ := strings.Cut(text, ":")
	if _, err := catalog.FindGate(name); err != nil {
		names := catalog.GateNames()
		for _, s := range sets {
			names = append(names, s.name)
		}
		return nil, fmt.Errorf("unknown estimator %q%s: gater lab list shows all", name, didYouMean(name, names))
	}
	return catalog.ParseSpec(text)
}

// choosy is a task that measures some estimators only.
type choosy interface {
	Fits(s *catalog.Spec) string // why not, or nothing
	Bits() bool                  // whether its units are bits or groups
}

// fit is the estimator for the task's law, or why there is none.
func fit(s *catalog.Spec, task Task, maxRuns int) (*catalog.Spec, string) {
	if c, ok := task.(choosy); ok {
		if why := c.Fits(s); why != "" {
			return nil, why
		}
		if !c.Bits() {
			return s, ""
		}
	}
	if k := task.Group(); k > 1 {
		if s = s.InGroups(k); s == nil {
			return nil, fmt.Sprintf("for bits alone, and the units of this task are groups of %d: take one that gater lab list has groups for", k)
		}
	} else if !onWithSigmoid(s.New()) {
		return nil, "its units are not on with probability σ(a), so this task's gradient is not theirs"
	}
	n := s.New().About().Runs(task.Units())
	if n > 1<<est.MaxEnumerate+1 {
		return nil, fmt.Sprintf("%d columns of units take too many runs of the network: take a task with fewer", task.Units())
	}
	if n > maxRuns {
		return nil, fmt.Sprintf("%d runs of the network a gradient are many: name it to measure it all the same", n)
	}
	return s, ""
}

// lawOf is what units of an estimator are on a task: bits, groups, soft, or of the run's own law.
func lawOf(e est.Estimator, task Task) string {
	c, ok := task.(choosy)
	switch {
	case ok && !c.Bits():
		return "own"
	case !zeroOrOne(e, task.Group()):
		return "soft"
	case task.Group() > 1:
		return "groups"
	}
	return "bits"
}

// FitsBits says why an estimator is none for units that are on with probability σ(a), if so.
func FitsBits(s *catalog.Spec) error {
	if !onWithSigmoid(s.New()) {
		return Unfit{s.Text, "its units are not on with probability σ(a)"}
	}
	return nil
}

// Hard reports whether the units of an estimator for bits come out as 0 or 1.
func Hard(e est.Estimator) bool { return zeroOrOne(e, 1) }

// zeroOrOne reports whether units of an estimator come out as 0 or 1, rather than in between.
func zeroOrOne(e est.Estimator, group int) bool {
	all := true
	head := func(x *nn.Var) []float64 {
		for _, v := range x.Val.Data {
			all = all && (v == 0 || v == 1)
		}
		return floats(x.Val.Rows)
	}
	p := &nn.Pass{Noise: esttest.Noise(1)}
	p.Run(nn.Look, nn.Seq{newSource(mat.New(8, 4*group)), est.New(e)}, mat.New(8, 0), head)
	return all
}

// onWithSigmoid reports whether what decides about a unit is σ(a): whether it is a bit of that
// probability, or a relaxation of one.
func onWithSigmoid(e est.Estimator) bool {
	a, same := []float64{-1.3, 0, 0.4, 2}, true
	p := &nn.Pass{Noise: esttest.Noise(1)}
	p.Watch = func(_ nn.Layer, score mat.M) {
		for j, v := range score.Data {
			same = same && math.Abs(float64(v)-sigmoid(a[j])) < 1e-5
		}
	}
	head := func(x *nn.Var) []float64 { return floats(x.Val.Rows) }
	p.Run(nn.Look, nn.Seq{newSource(row(a)), est.New(e)}, mat.New(1, 0), head)
	return same
}
