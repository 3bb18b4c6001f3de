//go:build !js

package reproduce

import (
	"fmt"
	"slices"
	"strings"
)

// Claim is a sentence of the paper, and what this reproduction says about it.
type Claim struct {
	Text    string
	Verdict Verdict
	Why     string
}

// results are the rows by name; a row that is missing has no seeds.
type results map[string]*Result

func (r results) of(name string) *Result {
	if x := r[name]; x != nil {
		return x
	}
	return &Result{}
}

// measure is a number of every seed, and how it is written.
type measure struct {
	of    func(*Result) []float64
	scale float64
	unit  string
}

var (
	test  = measure{func(r *Result) []float64 { return r.Test }, 100, " %"}
	valid = measure{func(r *Result) []float64 { return r.Valid }, 100, " %"}
	nats  = measure{func(r *Result) []float64 { return r.Train }, 1, " nats"}
)

// margin is how far from the paper's test errors a mean may be: 0.3 points, about two standard
// errors of an error near 1.5 % on 10,000 pictures.
const margin = 0.003

// Same reports whether all rows that are done are the paper's experiment.
func Same(rows []*Result) bool {
	return !slices.ContainsFunc(rows, func(r *Result) bool { return r.Done() && !r.Same })
}

// About says what experiment the rows are.
func About(rows []*Result) string {
	if Same(rows) {
		return "The paper's net, 2000 experts behind a gater of 400, searched row by row on validation error."
	}
	return "Not the paper's experiment, but a smaller net, fewer epochs, no search, other settings or other data, as the command says: it decides nothing about the paper. Here yes, no or open says which way it points."
}

// Judge is a verdict on every claim. Another experiment than the paper's decides none: then Why
// says which way it points.
func Judge(rows []*Result) []Claim {
	r := results{}
	for _, x := range rows {
		r[x.Name] = x
	}
	claims := append(r.numbers(), r.orders()...)
	if !Same(rows) {
		for i, c := range claims {
			claims[i].Verdict, claims[i].Why = NotDecidable, here[c.Verdict]+c.Why
		}
	}
	return claims
}

// here is a verdict on another experiment than the paper's.
var here = map[Verdict]string{Reproduced: "here yes: ", NotReproduced: "here no: ", NotDecidable: "here open: "}

// numbers judges the claims about numbers.
func (r results) numbers() (out []Claim) {
	for _, row := range Rows {
		if row.Paper != nil {
			v, why := near(r.of(row.Name).Test, row.Paper.Test/100, margin, 100, " %")
			out = append(out, Claim{fmt.Sprintf("%s: test error %.2f %%", row.Title, row.Paper.Test), v, why})
		}
	}
	var parts []Verdict
	var said []string
	for _, row := range Rows {
		v, why := near(r.of(row.Name).Test, 0, 0.03, 100, " %")
		parts = append(parts, v)
		if v != Reproduced {
			said = append(said, row.Name+": "+why)
		}
	}
	return append(out, Claim{"all methods train (taken as: to a test error below 3 %)", all(parts...), some(said, "every row")})
}

// some is the first few of several remarks.
func some(said []string, none string) string {
	if len(said) == 0 {
		return none
	}
	if len(said) > 2 {
		return strings.Join(said[:2], "; ") + fmt.Sprintf("; and %d more", len(said)-2)
	}
	return strings.Join(said, "; ")
}

// orders judges the claims about which is better.
func (r results) orders() (out []Claim) {
	below := func(text, a, b string, m measure) {
		v, why := less(m.of(r.of(a)), m.of(r.of(b)), m.scale, m.unit)
		out = append(out, Claim{text, v, why})
	}
	below("straight-through has a lower test error than the noisy rectifier", "st", "nr", test)
	below("… than times smooth", "st", "sts", test)
	below("… than stochastic binary neurons", "st", "sbn", test)
	below("straight-through without the sigmoid's derivative is better than with it (validation)", "st", "st-sigmoid", valid)
	below("the noisy rectifier is better than the rectifier without noise (validation)", "nr", "rectifier", valid)
	below("… on the test set, where the paper's own table says otherwise", "nr", "rectifier", test)
	below("the sigmoid is better with noise (test)", "sigmoid-noise", "sigmoid", test)
	below("… even on the training criterion", "sigmoid-noise", "sigmoid", nats)
	out = append(out, r.extreme("stochastic binary neurons have the highest training criterion", "sbn", true),
		r.extreme("the rectifier without noise has the lowest training criterion", "rectifier", false), r.saving())
	below("the minimum-variance baseline trains better than the mean loss (training criterion)", "sbn", "sbn-mean", nats)
	below("… than no baseline", "sbn", "sbn-none", nats)
	return out
}

// extreme judges that a row of the paper's table has the highest or lowest training criterion.
func (r results) extreme(text, name string, highest bool) Claim {
	var parts []Verdict
	var said []string
	for _, row := range Rows {
		if row.Paper == nil || row.Name == name || row.Name == "sts-code" {
			continue
		}
		a, b := name, row.Name
		if highest {
			a, b = b, a
		}
		v, why := less(r.of(a).Train, r.of(b).Train, 1, " nats")
		parts = append(parts, v)
		if v != Reproduced {
			said = append(said, row.Name+": "+why)
		}
	}
	return Claim{text, all(parts...), some(said, "every row of the table")}
}

// saving judges that a tenth of the gates is open, to a point.
func (r results) saving() Claim {
	var parts []Verdict
	var said []string
	for _, row := range Rows {
		if !row.Gated || row.Paper == nil {
			continue
		}
		v, why := near(r.of(row.Name).Active, 0.1, 0.01, 100, " %")
		parts = append(parts, v)
		if v != Reproduced {
			said = append(said, row.Name+": "+why)
		}
	}
	return Claim{"the expected saving is achieved: 10 % of the experts run (units counted, as in the paper)", all(parts...), some(said, "every sparse row")}
}

// Count is how many claims have a verdict.
func Count(claims []Claim, v Verdict) int {
	return len(slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return c.Verdict != v }))
}
