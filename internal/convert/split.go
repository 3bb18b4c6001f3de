package convert

import (
	"strconv"

	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// empty is a place of a block that no unit is in. It has weights of 0 on both sides.
const empty = -1

// places is which unit is where in a layer of blocks, block by block.
func places(of [][]int32, width int) (at []int32) {
	for _, units := range of {
		at = append(at, units...)
		for range width - len(units) {
			at = append(at, empty)
		}
	}
	return at
}

// move makes a gated layer of a dense one. out is the places of its units, in those of the layer
// before, or nil for inputs in their own order.
func move(l *nn.Linear, gate nn.Layer, in, out []int32, width int) *nn.Gated {
	rows := l.In()
	if in != nil {
		rows = len(in)
	}
	g := nn.NewGated(gate, rows, len(out)/width, width)
	g.Rectify = true
	for q, j := range out {
		if j == empty {
			continue
		}
		g.B.Val.Data[q] = l.B.Val.Data[j]
		k, c := q/width, q%width
		for r := range rows {
			if from := source(in, r); from != empty {
				g.W.Val.Row(k*rows + r)[c] = l.W.Val.Row(int(from))[j]
			}
		}
	}
	return g
}

// turn makes the layer after the last gated one: its rows follow their units.
func turn(l *nn.Linear, in []int32) *nn.Linear {
	t := nn.NewLinear(len(in), l.Out())
	copy(t.B.Val.Data, l.B.Val.Data)
	for r, from := range in {
		if from != empty {
			copy(t.W.Val.Row(r), l.W.Val.Row(int(from)))
		}
	}
	return t
}

func source(in []int32, r int) int32 {
	if in == nil {
		return int32(r)
	}
	return in[r]
}

// split builds the gated network behind its front, its gates all open and its gaters 0, so that it computes what the
// dense one does: the same sums, their terms in another order.
func split(front nn.Seq, layers []*nn.Linear, at [][]int32, width, rank int, law est.Estimator) *Net {
	n := &Net{Net: front, front: len(front)}
	var in []int32
	for i, out := range at {
		rows := layers[i].In()
		if in != nil {
			rows = len(in)
		}
		units := est.New(law)
		units.SetThreshold(allOpen)
		gate := nn.Seq{nn.NewLinear(rows, rank), nn.Tanh{}, nn.NewLinear(rank, len(out)/width), units}
		g := move(layers[i], gate, in, out, width)
		n.Net = append(n.Net, g)
		n.Gates = append(n.Gates, train.Gate{Name: strconv.Itoa(n.front + i), Layer: g, Score: units, Units: units, Target: 1})
		n.grams = append(n.grams, grams(layers[i+1].W.Val, out, width))
		in = out
	}
	n.Net = append(n.Net, turn(layers[len(layers)-1], in))
	return n
}

// allOpen is a threshold below every score.
const allOpen = -1

// grams is W_k·W_kᵀ for each block k of units, with W_k the rows of what follows that are theirs.
func grams(w mat.M, at []int32, width int) (out []mat.M) {
	for ; len(at) > 0; at = at[width:] {
		rows, g := mat.New(width, w.Cols), mat.New(width, width)
		for i, j := range at[:width] {
			if j != empty {
				copy(rows.Row(i), w.Row(int(j)))
			}
		}
		mat.MulNT(nil, g, rows, rows)
		out = append(out, g)
	}
	return out
}
