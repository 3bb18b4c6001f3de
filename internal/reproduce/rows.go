//go:build !js

// Package reproduce repeats the experiment of Bengio, Léonard and Courville (2013), section 5: a
// sweep for every row of the paper's table, the table beside theirs, a verdict on each claim, and
// figure 2.
package reproduce

import (
	"fmt"
	"slices"

	"gater/internal/sweep"
)

// Row is a way to make and train gates: a line of the paper's table, or a variant that its text
// compares with.
type Row struct {
	Name   string // of the row's folder, and of --rows
	Title  string
	Gate   string // of gater train
	Paper  *Figures
	Gated  bool // sparse: a tenth of the gates is to be open
	Curve  bool // shown in figure 2
	Epochs int  // at most; patience may end a trial earlier
	Set    []sweep.Setting
	Space  []sweep.Axis
}

// Figures are a row's numbers in the paper: the training criterion in nats, errors in percent.
type Figures struct{ Train, Valid, Test float64 }

// axes reads axes as they are written on a command line.
func axes(text ...string) (out []sweep.Axis) {
	for i := 0; i < len(text); i += 2 {
		a, err := sweep.ParseAxis(text[i], text[i+1])
		if err != nil {
			panic(err) // the table below is wrong
		}
		out = append(out, a)
	}
	return out
}

// The spaces follow the grids of the paper's appendix and of its released scripts, and vary the
// learning rate beside them.
var (
	basics     = []string{"rate", "log 0.03..0.3", "momentum", "0,0.5,0.9", "rate-decay", "0.998,0.98"}
	patient    = []sweep.Setting{{Name: "patience", Value: "30"}}
	rectifiers = axes(append(basics, "max-norm", "1,2.1,0")...)
	passing    = axes(append(basics, "max-norm", "1,2.1,0", "penalty", "1e-4,0.01,0.1,1")...)
	timesmooth = axes(append(basics, "beta", "10.1,40.1,80.1", "penalty", "log 1e-4..1e-2")...)
	score      = axes("rate", "log 0.05..0.3", "gater-rate", "log 0.01..0.3", "penalty", "log 0.01..0.3")
	soft       = axes(append(basics, "max-norm", "2.1,5", "gater", "200,400")...)
)

// Rows are the rows in the paper's order; the variants follow their row.
var Rows = []Row{
	{"nr", "noisy rectifier", "nr", &Figures{6.7e-4, 1.52, 1.87}, true, true, 150, patient, append(slices.Clone(rectifiers), axes("noise", "0.5,1,2,5")...)},
	{"st", "straight-through", "st", &Figures{3.3e-3, 1.42, 1.39}, true, true, 200, patient, passing},
	{"st-sigmoid", "straight-through, with σ′", "st-sigmoid", nil, true, false, 200, patient, passing},
	{"sts", "times smooth, as printed", "sts", &Figures{4.4e-3, 1.86, 1.96}, true, true, 170, patient, timesmooth},
	{"sts-code", "times smooth, as released", "sts-code", &Figures{4.4e-3, 1.86, 1.96}, true, false, 170, patient, timesmooth},
	{"sbn", "stochastic binary, best baseline", "sbn", &Figures{9.9e-3, 1.78, 1.89}, true, true, 400, nil, score},
	{"sbn-mean", "stochastic binary, mean loss", "sbn", nil, true, false, 400, []sweep.Setting{{Name: "baseline", Value: "mean"}}, score},
	{"sbn-none", "stochastic binary, no baseline", "sbn", nil, true, false, 400, []sweep.Setting{{Name: "baseline", Value: "none"}}, score},
	{"rectifier", "baseline rectifier", "rectifier", &Figures{6.3e-5, 1.66, 1.60}, true, false, 150, patient, rectifiers},
	{"sigmoid-noise", "baseline sigmoid, with noise", "sigmoid-noise", &Figures{1.8e-3, 1.88, 1.87}, false, false, 150, patient, append(slices.Clone(soft), axes("noise", "1,7")...)},
	{"sigmoid", "baseline sigmoid", "sigmoid", &Figures{3.2e-3, 1.97, 1.92}, false, false, 150, patient, soft},
}

// Plan is how much is spent on a row.
type Plan struct {
	Quick  bool
	Trials int             // candidates of the search; 0: the settings are not searched
	Seeds  int             // of what is tested
	Epochs int             // 0: the row's own
	Seed   uint64          // first
	Set    []sweep.Setting // of every trial, in place of the row's
}

// Long is the reproduction, and Quick a smaller experiment of the same shape: a net of 300 experts
// behind a gater of 60, 8 epochs, the paper's settings without a search, four seeds.
var (
	Long  = Plan{Trials: 12, Seeds: 5, Seed: 1}
	Quick = Plan{Quick: true, Seeds: 4, Epochs: 8, Seed: 1}
)

// few is the seeds of the rows that need hundreds of epochs.
const few = 3

// Spec is a row's sweep. Its search runs under one seed; what is chosen is trained again under
// others, so that neither the validation nor the test error is that of the luckiest run.
func (r *Row) Spec(p Plan, data string) sweep.Spec {
	s := sweep.Default()
	s.Data, s.Seed = data, p.Seed
	epochs := r.Epochs
	if p.Epochs > 0 {
		epochs = p.Epochs
	}
	s.Set = append([]sweep.Setting{{Name: "preset", Value: "paper"}, {Name: "epochs", Value: fmt.Sprint(epochs)}}, r.Set...)
	if p.Quick {
		experts, hidden := "300", "60"
		if !r.Gated {
			experts, hidden = "30", "30" // a tenth, as in the paper
		}
		s.Set = append(s.Set, sweep.Setting{Name: "blocks", Value: experts}, sweep.Setting{Name: "gater", Value: hidden})
	}
	if p.Trials == 0 {
		s.Search, s.Trials, s.Seeds = "grid", 0, p.Seeds
		s.Space = []sweep.Axis{{Name: "gate", Kind: "choice", Choices: []string{r.Gate}}}
	} else {
		s.Set = append(s.Set, sweep.Setting{Name: "gate", Value: r.Gate})
		s.Search, s.Trials, s.Space, s.Confirm = "halving", p.Trials, r.Space, p.Seeds
		s.First = max(1, epochs/(s.Eta*s.Eta))
	}
	for _, x := range p.Set {
		s.Forget(x.Name)
		s.Set = append(s.Set, x)
	}
	return s
}

// taken is what a plan may not set, and why: with another value a row would be another one.
var taken = map[string]string{
	"preset":   "every row is the paper's net",
	"gate":     "it is what a row is about: choose with --rows",
	"baseline": "it is what a row is about: choose with --rows",
	"epochs":   "give --epochs",
}

// Check reports a setting that is not the plan's to make.
func (p Plan) Check() error {
	for _, x := range p.Set {
		if why, ok := taken[x.Name]; ok {
			return fmt.Errorf("--set %s=%s: %s", x.Name, x.Value, why)
		}
	}
	return nil
}

// For is the plan of a row: fewer seeds where a trial takes hundreds of epochs.
func (p Plan) For(r *Row) Plan {
	if !p.Quick && p.Seeds == Long.Seeds && r.Epochs >= 400 {
		p.Seeds = few
	}
	return p
}

// Find is the rows of some names, in the table's order; all for none.
func Find(names []string) ([]*Row, error) {
	var out []*Row
	for i := range Rows {
		if len(names) == 0 || slices.Contains(names, Rows[i].Name) {
			out = append(out, &Rows[i])
		}
	}
	for _, n := range names {
		if !slices.ContainsFunc(Rows, func(r Row) bool { return r.Name == n }) {
			return nil, fmt.Errorf("unknown row %q: choose of %s", n, Names())
		}
	}
	return out, nil
}

// Names is the rows' names.
func Names() (text string) {
	for i, r := range Rows {
		if i > 0 {
			text += ", "
		}
		text += r.Name
	}
	return text
}
