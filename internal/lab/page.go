package lab

import (
	"fmt"
	"io"

	"gater/internal/report"
)

// HTML writes lines as a page with plots; command is what made them.
func HTML(w io.Writer, lines []*Line, command string) error {
	p := &report.Lab{Title: "Gradient estimators", Command: command}
	for _, l := range lines {
		if n := len(p.Tasks); n == 0 || p.Tasks[n-1].Name != l.Task {
			p.Tasks = append(p.Tasks, section(l))
		}
		t := &p.Tasks[len(p.Tasks)-1]
		t.Points = append(t.Points, l.point())
	}
	return report.WriteLab(w, p)
}

func section(l *Line) report.LabTask {
	t := report.LabTask{Name: l.Task, Exact: fmt.Sprintf("The true gradient is %s", figure(float64(l.Exact)))}
	if l.Coords > 1 {
		t.Exact += fmt.Sprintf(" (root mean square of %d coordinates)", l.Coords)
	}
	t.Exact += "."
	if k, err := FindKind(l.Task); err == nil {
		t.Doc = k.Doc + "."
	}
	return t
}

func (l *Line) point() report.LabPoint {
	kind := "biased"
	switch {
	case l.Law == "soft":
		kind = "soft"
	case l.Unbiased:
		kind = "unbiased"
	}
	return report.LabPoint{Name: l.Estimator, Kind: kind, Evals: l.Evals, Micros: float64(l.Micros),
		Mean: float64(l.Mean), Bias: float64(l.Bias), BiasSE: float64(l.BiasSE), MaxBias: float64(l.MaxBias), MaxZ: float64(l.MaxZ),
		Variance: float64(l.Variance), VarianceSE: float64(l.VarianceSE), MSE: float64(l.MSE), SNR: float64(l.SNR),
		Cosine: float64(l.Cosine), Method: l.Method}
}
