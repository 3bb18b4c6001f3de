package lab

import (
	"fmt"
	"slices"

	"gater/est"
	"gater/internal/catalog"
	"gater/nn"
)

// Wanted is what is known of a problem for which an estimator is to be picked.
type Wanted struct {
	BlackBox bool   `json:"black_box"` // the loss has a value and no derivative in the units' outputs
	Evals    int    `json:"evals"`     // evaluations of the loss that a gradient may take
	Units    int    `json:"units"`     // of a layer
	Layers   int    `json:"layers"`    // of units, one after the other
	Groups   int    `json:"groups"`    // outcomes of one-hot units; 0: bits
	Skip     string `json:"skip"`      // what training must be able to leave out: nothing, forward, everything
	Batch    int    `json:"batch"`     // gradients that a step takes the mean of
}

var skips = map[string]nn.Skip{"nothing": nn.SkipNothing, "forward": nn.SkipForward, "everything": nn.SkipAll}

// Check says what is not an answer, by the name of its flag.
func (w *Wanted) Check() error {
	const most = 1 << 20
	for _, n := range []struct {
		name  string
		v, lo int
		what  string
	}{
		{"evals", w.Evals, 1, "a number of evaluations a gradient, 1 or more, such as 4"},
		{"units", w.Units, 1, "a number of units a layer, such as 200"},
		{"layers", w.Layers, 1, "a number of layers of units, such as 1"},
		{"groups", w.Groups, 0, "the outcomes of a one-hot unit, 2 or more, or 0 for bits"},
		{"batch", w.Batch, 1, "a number of gradients a step, such as 100"},
	} {
		if n.v < n.lo || n.v > most || n.name == "groups" && n.v == 1 {
			return fmt.Errorf("%s is %d: it must be %s", n.name, n.v, n.what)
		}
	}
	if _, ok := skips[w.Skip]; !ok {
		return fmt.Errorf("unknown skip %q: choose one of nothing, forward, everything", w.Skip)
	}
	return nil
}

// cost is the evaluations of a gradient: what follows the last of L layers is run once and, for each
// layer, as often as its estimator looks.
func (w *Wanted) cost(e est.Estimator) int {
	runs := e.About().Runs(w.Units * max(1, w.Groups))
	if runs > 1<<est.MaxEnumerate {
		return runs
	}
	return 1 + w.Layers*(runs-1)
}

// candidates are the estimators of the catalogue that would do, with as many samples as can be
// afforded, up to 8, and those that would not.
func (w *Wanted) candidates() (fit []*catalog.Spec, left []Unfit) {
	for i := range catalog.Gates {
		s, why := w.candidate(&catalog.Gates[i])
		if why != "" {
			left = append(left, Unfit{catalog.Gates[i].Name, why})
			continue
		}
		fit = append(fit, s)
	}
	return fit, left
}

func (w *Wanted) candidate(g *catalog.Gate) (s *catalog.Spec, why string) {
	texts := []string{g.Name}
	if slices.Contains(g.Options(), "k") {
		texts = nil
		for k := 8; k >= 1; k-- {
			texts = append(texts, fmt.Sprintf("%s:k=%d", g.Name, k))
		}
	}
	for _, text := range texts {
		s, err := catalog.ParseSpec(text)
		if err != nil {
			continue // so few samples are none
		}
		if why = w.unfit(s); why == "" {
			return s, ""
		}
	}
	return nil, why
}

// unfit is why an estimator would not do, or nothing.
func (w *Wanted) unfit(s *catalog.Spec) string {
	if w.Groups > 0 {
		if s = s.InGroups(w.Groups); s == nil {
			return "for bits alone"
		}
	}
	e := s.New()
	switch {
	case w.BlackBox && est.CheckBlackBox(e) != nil:
		return "it reads the derivative of the loss, which a black box does not have"
	case e.About().Skips < skips[w.Skip]:
		return fmt.Sprintf("training cannot skip as much behind it: --skip is %s", w.Skip)
	case w.cost(e) > w.Evals:
		return fmt.Sprintf("more than %d evaluations a gradient", w.Evals)
	}
	return ""
}
