package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
)

// VAEPicture is what a picture of runs of gater lab vae shows over the steps.
type VAEPicture struct {
	Name  string // of a file
	title string
	y     func(VAEPoint) float64
	chart chart
}

// VAEPictures are the bound of the training batches and the variance of the encoder's gradient.
var VAEPictures = []VAEPicture{
	{"bound", "Bound on the training batches, nats", func(p VAEPoint) float64 { return float64(p.ELBO) },
		chart{log: logNever, format: func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }}},
	{"variance", "Variance of the encoder's gradient", func(p VAEPoint) float64 { return float64(p.Variance) },
		chart{log: logEarly, format: number}},
}

// Write draws the finished runs of one net as SVG, a curve an estimator, the mean over its seeds. The
// first twentieth of the steps, which is far off, is left out. Runs of an estimator must have the same
// steps.
func (v VAEPicture) Write(w io.Writer, net string, runs []*VAERun) error {
	c := v.chart
	var order []string
	of := map[string][]*VAERun{}
	for _, r := range runs {
		if r.End == nil || r.Start.Net != net {
			continue
		}
		e := r.Start.Estimator
		if of[e] == nil {
			order = append(order, e)
		}
		of[e] = append(of[e], r)
	}
	slices.Sort(order)
	most := 0
	for i, e := range order {
		s := series{name: e, colour: i, gaps: true}
		most = max(most, len(of[e]))
		for k, p := range of[e][0].Points {
			sum, n := 0.0, 0
			for _, r := range of[e] {
				if k < len(r.Points) && r.Points[k].Step == p.Step {
					sum += v.y(r.Points[k])
					n++
				}
			}
			if p.Step*20 >= of[e][0].Start.Steps && n == len(of[e]) {
				s.x, s.y = append(s.x, float64(p.Step)), append(s.y, sum/float64(n))
			}
		}
		c.series = append(c.series, s)
	}
	c.title, c.xname, c.whole = fmt.Sprintf("%s, %s net", v.title, net), "step", true
	if most > 1 {
		c.title += fmt.Sprintf(", means over up to %d seeds", most)
	}
	return c.write(w)
}
