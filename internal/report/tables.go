package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// A layerRow is one row of the table of layers.
type layerRow struct {
	Name, Kind, Shape, Blocks, Width, Open string
}

func (r *Run) layerRows() (rows []layerRow) {
	open := r.openByLayer()
	for _, l := range r.Start.Layers {
		row := layerRow{Name: l.Name, Kind: l.Kind, Shape: none, Blocks: none, Width: none, Open: none}
		if l.In > 0 {
			row.Shape = fmt.Sprintf("%s → %s", integer(l.In), integer(l.Out))
		}
		if l.Blocks > 0 {
			row.Blocks, row.Width = integer(l.Blocks), integer(l.BlockWidth)
			if p, ok := open[l.Name]; ok {
				row.Open = percent(p)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// openByLayer returns the fraction of (block, class) pairs' openness by layer:
// the mean over classes, each counted alike.
func (r *Run) openByLayer() map[string]float64 {
	open := map[string]float64{}
	if r.End == nil {
		return open
	}
	for _, l := range r.End.Layers {
		var sum float64
		n := 0
		for _, row := range l.OpenByClass {
			for _, p := range row {
				sum += p
				n++
			}
		}
		if n > 0 {
			open[l.Name] = sum / float64(n)
		}
	}
	return open
}

// facts lists what the start event says, but for what has a place elsewhere.
func (r *Run) facts() (fs []fact) {
	s := r.Start
	add := func(name, value string) {
		if value != "" && value != "0" {
			fs = append(fs, fact{name, value})
		}
	}
	add("preset", s.Preset)
	fs = append(fs, fact{"seed", strconv.FormatUint(s.Seed, 10)})
	add("data", s.Data)
	add("training examples", integer(s.Train))
	add("validation examples", integer(s.Valid))
	add("test examples", integer(s.Test))
	add("classes", integer(len(s.Classes)))
	add("parameters", integer(s.Params))
	add("batch", integer(s.Batch))
	add("epochs", integer(s.Epochs))
	add("threads", integer(s.Threads))
	add("gate", s.Gate)
	add("estimator", s.Estimator)
	add("skips", s.Skips)
	add("started", s.Time)
	add("version", s.Version)
	if r.End != nil {
		add("tested epoch", integer(r.End.Epoch))
		add("test loss", number(float64(r.End.TestLoss)))
		add("validation error", percent(r.End.ValidError))
	}
	return fs
}

// flatten lists a configuration by sorted names; nested ones get dotted names.
func flatten(prefix string, config map[string]any) (fs []fact) {
	for _, k := range slices.Sorted(maps.Keys(config)) {
		switch v := config[k].(type) {
		case map[string]any:
			fs = append(fs, flatten(prefix+k+".", v)...)
		case string:
			fs = append(fs, fact{prefix + k, or(v, none)})
		case float64:
			fs = append(fs, fact{prefix + k, strconv.FormatFloat(v, 'g', -1, 64)})
		default:
			text, err := json.Marshal(v)
			if err != nil {
				text = []byte(none)
			}
			fs = append(fs, fact{prefix + k, string(text)})
		}
	}
	return fs
}
