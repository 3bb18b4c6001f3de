package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"gater/data"
	"gater/internal/dial"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// gateOutcome is what gater gate ends with: the dense network beside the gated one.
type gateOutcome struct {
	Dense       gateSide `json:"dense"`
	Gated       gateSide `json:"gated"`
	ActiveAsked float64  `json:"active_asked"`
	Active      float64  `json:"active"`
	FloorShare  float64  `json:"floor"`       // least share of the multiply-adds on the dial
	DialSpread  float64  `json:"dial_spread"` // largest |predicted/measured − 1| of its times
	Points      int      `json:"dial_points"`
	Seconds     float64  `json:"seconds"`
	Seed        uint64   `json:"seed"`
	From        string   `json:"from"`
	Model       string   `json:"model"`
}

// gateSide is one of the two.
type gateSide struct {
	TestError float64 `json:"test_error"`
	TestLoss  float64 `json:"test_loss"`
	Valid     float64 `json:"valid_error"`
	Macs      float64 `json:"macs"`
	One       float64 `json:"microseconds_1"`   // one row by itself, one thread
	Batch     float64 `json:"microseconds_128"` // 128 at once
}

// judge evaluates both networks: the one look at the test rows.
func (o *gateOutcome) judge(dense, gated nn.Layer, d *data.Splits, pool *mat.Pool) {
	for i, s := range []*gateSide{&o.Dense, &o.Gated} {
		e := &train.Evaluator{Net: []nn.Layer{dense, gated}[i], Pool: pool}
		s.Valid = e.Run(d.Valid, nn.Use, 0).Error
		r := e.Run(d.Test, nn.Use, 0)
		s.TestError, s.TestLoss, s.Macs, o.Active = r.Error, r.Loss, r.Macs, r.Active
	}
}

// time times both in turns, one thread.
func (o *gateOutcome) time(dense, gated nn.Layer, set *data.Set, show *stages) {
	both := []nn.Layer{dense, gated}
	for _, c := range []struct {
		rows, batch  int
		dense, gated *float64
	}{{40, 1, &o.Dense.One, &o.Gated.One}, {256, 128, &o.Dense.Batch, &o.Gated.Batch}} {
		batch := min(c.batch, set.Len())
		w, n := dial.NewStopwatch(set, c.rows, batch, seconds), 0
		laps := w.Laps(2, roundsTimed, func(i int) nn.Layer {
			n++
			show.step("timing both", n, 2*(roundsTimed+1))
			return both[i]
		})
		*c.dense, *c.gated = laps[0]*1e6, laps[1]*1e6
	}
}

// print writes a line of JSON, or a table for people.
func (o *gateOutcome) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printed(json.NewEncoder(w).Encode(o))
	}
	a, b := o.Dense, o.Gated
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\tdense\tgated\t\t\n")
	row := func(what, x, y, note string) { fmt.Fprintf(t, "%s\t%s\t%s\t%s\t\n", what, x, y, note) }
	row("test error", percent(a.TestError), percent(b.TestError), fmt.Sprintf("%+.2f points", 100*(b.TestError-a.TestError)))
	row("blocks open", "", percent(o.Active), "asked "+percent(o.ActiveAsked))
	row("multiply-adds", millions(a.Macs), millions(b.Macs), times(a.Macs, b.Macs, "fewer"))
	row("one row", us(a.One), us(b.One), times(a.One, b.One, "less"))
	row("128 rows", us(a.Batch), us(b.Batch), times(a.Batch, b.Batch, "less"))
	if err := t.Flush(); err != nil {
		return printed(err)
	}
	_, err := fmt.Fprintf(w, "the dial goes from %.1f %% to 100 %% of the multiply-adds in %d settings; its times are within %.0f %% of those measured\nmodel %s, %.0f s\n",
		100*o.FloorShare, o.Points, 100*o.DialSpread, o.Model, o.Seconds)
	return printed(err)
}

func us(x float64) string { return fmt.Sprintf("%.4g µs", x) }

// times is how much less the gated network takes, or more.
func times(dense, gated float64, less string) string {
	if gated > dense {
		return fmt.Sprintf("%.1f× more", gated/dense)
	}
	return fmt.Sprintf("%.1f× %s", dense/gated, less)
}
