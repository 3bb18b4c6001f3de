package report

import (
	"fmt"
	"strings"
)

// A runView is everything the page says about one run.
type runView struct {
	ID         string
	Name       string
	Colour     string
	Status     string
	Ended      bool
	Sentence   string
	Tiles      []tile
	Curves     []figure
	CurvesSaid string
	Activity   []figure
	ActiveSaid string
	Schedule   []figure
	Gates      []gatesView
	Heat       []heatView
	Digits     []digitsView
	Confusion  *confusionView
	Table      *tableView
	Layers     []layerRow
	Facts      []fact
	Config     []fact
	Partial    string // what is missing, and why; empty for a whole record
}

// A fact is a name and a value.
type fact struct{ Name, Value string }

func view(r *Run, i int) runView {
	v := runView{
		ID:         fmt.Sprintf("run%d", i+1),
		Name:       r.Name,
		Colour:     colour(i),
		Status:     r.status(),
		Ended:      r.End != nil,
		Sentence:   r.sentence(),
		Tiles:      r.tiles(),
		CurvesSaid: r.curvesSaid(),
		ActiveSaid: r.activitySaid(),
		Gates:      gateViews(r),
		Heat:       heatViews(r),
		Digits:     digitViews(r),
		Confusion:  confusion(r),
		Table:      r.tableView(),
		Layers:     r.layerRows(),
		Facts:      r.facts(),
		Config:     flatten("", r.Start.Config),
		Partial:    r.partial(),
	}
	if len(r.Epochs) > 0 {
		v.Curves, v.Schedule = r.curves(), r.schedule()
	}
	if len(r.Epochs) > 0 && r.blocks() > 0 {
		v.Activity = r.activity()
	}
	return v
}

// status says in a few words where the run stands.
func (r *Run) status() string {
	switch {
	case r.End != nil:
		return "finished"
	case r.Withheld != nil:
		return "finished, not tested"
	case r.Stopped != nil:
		return fmt.Sprintf("stopped in epoch %d", r.Stopped.Epoch)
	}
	return "not finished"
}

// partial says why sections are missing.
func (r *Run) partial() string {
	if r.End != nil {
		return ""
	}
	if r.Withheld != nil {
		return "This run is finished and was not tested (--no-test): what stands here is of the validation set, and what needs the test set is left out. To test it: gater eval and its folder."
	}
	done := "no epoch is recorded yet"
	if e, ok := r.last(); ok {
		done = fmt.Sprintf("%s of %d recorded", count(e.Epoch, "epoch"), max(r.Start.Epochs, e.Epoch))
	}
	s := "This run has no end on record: it is still going, or it was killed; " + done + "."
	if r.Stopped != nil {
		s = fmt.Sprintf("This run was stopped in epoch %d, step %s", r.Stopped.Epoch, integer(r.Stopped.Step))
		if r.Stopped.Reason != "" {
			s += " (" + r.Stopped.Reason + ")"
		}
		s += "; " + done + "."
	}
	if r.Cut {
		s += " The last line of its record is cut off and was left out."
	}
	return s + " Test results, heat map and examples come with the end of the run; until then the figures are of the validation set."
}

// sentence says what was trained.
func (r *Run) sentence() string {
	s := r.Start
	var b strings.Builder
	fmt.Fprintf(&b, "A network of %s parameters", si(float64(s.Params)))
	if n := r.blocks(); n > 0 {
		fmt.Fprintf(&b, " with %s in %s", count(n, "gated block"), count(r.gatedLayers(), "layer"))
	}
	fmt.Fprintf(&b, ", trained on %s examples of %s", integer(s.Train), or(s.Data, "an unnamed data set"))
	if s.gate() != "" {
		fmt.Fprintf(&b, " with %s gates", s.Gate)
		if s.estimator() != "" {
			fmt.Fprintf(&b, " and the %s estimator", s.Estimator)
		}
	}
	b.WriteString(". ")
	if r.blocks() == 0 {
		b.WriteString("It has no gated blocks: everything runs for every example.")
		return b.String()
	}
	switch s.Skips {
	case SkipsEverything:
		b.WriteString("Shut blocks are skipped, forwards and backwards.")
	case SkipsForward:
		b.WriteString("Shut blocks are skipped forwards only: the backward pass computes them.")
	case SkipsNothing:
		b.WriteString("Nothing is skipped in training: shut blocks are computed and multiplied by zero.")
	}
	return strings.TrimSpace(b.String())
}

func (r *Run) gatedLayers() (n int) {
	for _, l := range r.Start.Layers {
		if l.Blocks > 0 {
			n++
		}
	}
	return n
}

// curvesSaid compares the best epoch with the last.
func (r *Run) curvesSaid() string {
	last, ok := r.last()
	if !ok {
		return "No epoch is recorded yet."
	}
	s := fmt.Sprintf("Validation error %s after epoch %d.", percent(chosen(last)), last.Epoch)
	if b, ok := r.best(); ok {
		s = fmt.Sprintf("Best at epoch %d with a validation error of %s (training %s); after epoch %d it is %s (training %s).",
			b.Epoch, percent(chosen(b)), percent(b.TrainError), last.Epoch, percent(chosen(last)), percent(last.TrainError))
	}
	for _, e := range r.Epochs {
		if !finite(float64(e.TrainLoss)) || !finite(float64(e.ValidLoss)) {
			return s + fmt.Sprintf(" The loss left the finite numbers in epoch %d: training diverged.", e.Epoch)
		}
	}
	return s
}

// or returns s, or other if s is empty.
func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
