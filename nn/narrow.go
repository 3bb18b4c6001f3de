package nn

import (
	"fmt"
	"strings"

	"gater/mat"
)

// mulParam is y = bias + x·W over the open blocks of x, in as many bits as W has.
func mulParam(p *Pass, y mat.M, bias []Float, x *Var, w *Param) int64 {
	if w.Narrow == nil {
		return mulOpen(p, y, bias, x, w.Val)
	}
	if p.Depth > Look {
		panic(fmt.Sprintf("nn: Linear %d→%d: its weights are narrow, for use and not for training", w.Val.Rows, w.Val.Cols))
	}
	mat.NarrowNN(p.Pool, y, bias, x.Val, w.Narrow, x.Open)
	live := int64(x.Val.Rows) * int64(x.Val.Cols)
	if x.Open != nil {
		live = int64(x.Open.Len()) * int64(x.Open.Width)
	}
	p.Work.Macs += live * int64(y.Cols)
	return live * int64(y.Cols)
}

// Narrowed lists by name the weights of a network that narrow ones can stand for: those of linear
// and of gated layers, but not of gaters. What a gater scores is held against thresholds, which were
// found with its weights as they are, and small beside the blocks that it keeps shut.
func Narrowed(net Layer) (names []string, params []*Param) {
	var gaters []string
	for name, l := range Layers(net) {
		switch l := l.(type) {
		case *Gated:
			gaters = append(gaters, name+".gate.")
			names, params = append(names, name+".weight"), append(params, l.W)
		case *Linear:
			names, params = append(names, name+".weight"), append(params, l.W)
		}
	}
	n := 0
	for i, name := range names {
		inside := false
		for _, g := range gaters {
			inside = inside || strings.HasPrefix(name, g)
		}
		if !inside {
			names[n], params[n] = name, params[i]
			n++
		}
	}
	return names[:n], params[:n]
}
