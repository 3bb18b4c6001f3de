package lab

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"

	"gater/internal/catalog"
	"gater/internal/report"
)

// Line is what was measured of an estimator on a task, as a line of JSON; see Stats for what
// Exact, Mean and Bias are where the gradient has several coordinates. Numbers that do not exist,
// such as the signal to noise of an estimate without noise, are null.
type Line struct {
	Estimator string     `json:"estimator"`
	Task      string     `json:"task"`
	Evals     float64    `json:"evals"` // runs of the rest of the network a gradient, counted
	Exact     report.Num `json:"exact"` // the true gradient
	Mean      report.Num `json:"mean"`
	Bias      report.Num `json:"bias"`
	Variance  report.Num `json:"variance"` // of a coordinate, mean over coordinates
	MSE       report.Num `json:"mse"`
	SNR       report.Num `json:"snr"`
	Cosine    report.Num `json:"cosine"` // of one estimate to the truth, on average
	Micros    report.Num `json:"micros"` // of a gradient, on one thread in a batch

	BiasSE     report.Num `json:"bias_se"` // standard errors; 0 where moments are exact
	VarianceSE report.Num `json:"variance_se"`
	CosineSE   report.Num `json:"cosine_se"`
	MaxBias    report.Num `json:"max_bias"`       // of a coordinate
	MaxZ       report.Num `json:"max_bias_z"`     // in standard errors
	Aim        report.Num `json:"cosine_of_mean"` // of the mean estimate to the truth
	Method     string     `json:"method"`         // enumeration, quadrature or draws
	Draws      int        `json:"draws"`          // of an example's gradient
	Learns     int        `json:"learns"`         // of Evals
	Looks      int        `json:"looks"`
	Slopes     int        `json:"slopes"`
	Unbiased   bool       `json:"unbiased"` // what it claims of the task's gradient
	Law        string     `json:"law"`      // bits, groups (one-hot), soft: outputs between 0 and 1, or the run's own
	Coords     int        `json:"coordinates"`

	Groups []GroupLine `json:"groups,omitempty"`
}

// GroupLine is what was measured of a stretch of the coordinates.
type GroupLine struct {
	Name     string     `json:"name"`
	Exact    report.Num `json:"exact"`
	Mean     report.Num `json:"mean"`
	MaxBias  report.Num `json:"max_bias"`
	MaxZ     report.Num `json:"max_bias_z"`
	Variance report.Num `json:"variance"`
	MSE      report.Num `json:"mse"`
	SNR      report.Num `json:"snr"`
	Cosine   report.Num `json:"cosine"`
}

// Line is the result as a line.
func (r *Result) Line(spec *catalog.Spec, kind *Kind, task Task) *Line {
	groups := task.Groups()
	law := lawOf(spec.New(), task)
	l := &Line{Estimator: spec.Text, Task: kind.Name, Law: law,
		Evals: float64(r.Calls.Learn + r.Calls.Look + r.Calls.Slope),
		Exact: num(r.Exact), Mean: num(r.Mean), Bias: num(r.Bias), Variance: num(r.Variance),
		MSE: num(r.MSE), SNR: num(r.SNR), Cosine: num(r.Cosine), Micros: num(r.Micros),
		BiasSE: num(r.BiasSE), VarianceSE: num(r.VarSE), CosineSE: num(r.CosineSE),
		MaxBias: num(r.MaxBias), MaxZ: num(r.MaxZ), Aim: num(r.Aim), Method: r.Method, Draws: r.Draws,
		Learns: r.Calls.Learn, Looks: r.Calls.Look, Slopes: r.Calls.Slope, Unbiased: spec.New().About().Unbiased && law != "soft",
		Coords: len(task.Truth()[0])}
	if r.Micros == 0 {
		l.Micros = num(math.NaN())
	}
	for i, s := range r.Groups {
		l.Groups = append(l.Groups, GroupLine{groups[i].Name, num(s.Exact), num(s.Mean), num(s.MaxBias), num(s.MaxZ),
			num(s.Variance), num(s.MSE), num(s.SNR), num(s.Cosine)})
	}
	return l
}

func num(x float64) report.Num { return report.Num(x) }

// CSV writes lines as a table with a heading, groups left out; a number that does not exist is an
// empty field.
func CSV(w io.Writer, lines []*Line) error {
	c := csv.NewWriter(w)
	c.Write([]string{"estimator", "task", "evals", "exact", "mean", "bias", "variance", "mse", "snr", "cosine", "micros",
		"bias_se", "variance_se", "cosine_se", "max_bias", "max_bias_z", "cosine_of_mean", "method", "draws",
		"learns", "looks", "slopes", "unbiased", "law", "coordinates"})
	for _, l := range lines {
		rec := []string{l.Estimator, l.Task, field(l.Evals)}
		for _, x := range []report.Num{l.Exact, l.Mean, l.Bias, l.Variance, l.MSE, l.SNR, l.Cosine, l.Micros,
			l.BiasSE, l.VarianceSE, l.CosineSE, l.MaxBias, l.MaxZ, l.Aim} {
			rec = append(rec, field(float64(x)))
		}
		rec = append(rec, l.Method)
		for _, n := range []int{l.Draws, l.Learns, l.Looks, l.Slopes} {
			rec = append(rec, strconv.Itoa(n))
		}
		c.Write(append(rec, strconv.FormatBool(l.Unbiased), l.Law, strconv.Itoa(l.Coords)))
	}
	c.Flush()
	return c.Error()
}

func field(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
