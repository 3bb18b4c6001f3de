package report

import "math"

// macsTile sets the multiply-adds spent against those of the dense network.
func (r *Run) macsTile() tile {
	t := tile{Name: "Multiply-adds per example", Value: none}
	dense, gated := r.Start.MacsDense, r.Start.MacsDenseGated
	spent := math.NaN()
	if r.End != nil {
		spent = r.End.Macs
		if r.End.MacsDense > 0 {
			dense, gated = r.End.MacsDense, r.End.MacsDenseGated
		}
	}
	if r.Withheld != nil {
		spent = r.Withheld.Macs
	}
	if finite(spent) {
		t.Value = si(spent)
	}
	if dense > 0 && spent > 0 {
		t.Lines = append(t.Lines, against(dense/spent))
	}
	top := max(dense, gated)
	if finite(spent) {
		top = max(top, spent)
	}
	for _, b := range []struct {
		name, class string
		macs        float64
	}{
		{"spent", "work", spent}, {"dense", "", dense}, {"gated, all open", "", gated},
	} {
		if b.macs > 0 && finite(b.macs) {
			t.Bars = append(t.Bars, bar{Name: b.name, Value: si(b.macs), Class: b.class, Length: length(b.macs / top)})
		}
	}
	return t
}

// against says how the dense network's work compares.
func against(ratio float64) string {
	switch {
	case !finite(ratio):
		return ""
	case ratio > 0.995 && ratio < 1.005:
		return "as many as dense"
	case ratio >= 1:
		return times(ratio) + " fewer than dense"
	}
	return times(1/ratio) + " as many as dense"
}

// times writes a ratio as 5.91×.
func times(x float64) string { return number(x) + "×" }
