package convert

import (
	"fmt"

	"gater/est"
	"gater/mat"
	"gater/nn"
)

// parts is the linear layers of a dense network, Linear, Relu, Linear, …, Relu, Linear, and what stands
// before them: an embedding, or nothing. Dropout, which does nothing once a network is deployed, is passed
// over.
func parts(dense nn.Seq) (front nn.Seq, out []*nn.Linear, err error) {
	after := "" // what the last layer was
	for i, l := range dense {
		switch l := l.(type) {
		case est.Dropout:
			continue
		case *nn.Embedding:
			if after != "" || front != nil {
				return nil, nil, fmt.Errorf("layer %d is %v: only the first layer can be an embedding", i, l)
			}
			front = nn.Seq{l}
		case *nn.Linear:
			if after == "linear" {
				return nil, nil, fmt.Errorf("layers %d and %d are both linear: put a rectifier between them, or multiply them out", i-1, i)
			}
			out, after = append(out, l), "linear"
		case nn.Relu:
			if after != "linear" {
				return nil, nil, fmt.Errorf("layer %d is a rectifier that follows no linear layer: leave it out", i)
			}
			after = "relu"
		default:
			return nil, nil, fmt.Errorf("layer %d is %v: what can be gated is linear layers with rectifiers between them, and an embedding before them", i, name(l))
		}
	}
	switch {
	case len(out) < 2:
		return nil, nil, fmt.Errorf("the network has %d linear layers: it takes a hidden layer to have something to gate", len(out))
	case after == "relu":
		return nil, nil, fmt.Errorf("the network ends with a rectifier: give it without, the last layer is not gated")
	}
	return front, out, nil
}

// copied is the front for a network of its own: what it looks up is learnt on.
func copied(front nn.Seq) (own nn.Seq) {
	for _, l := range front {
		e := l.(*nn.Embedding)
		var rows []int
		for i := range e.Columns {
			first, end := e.Table(i)
			rows = append(rows, end-first)
		}
		c := nn.NewEmbedding(e.In(), e.Columns, rows, e.W.Val.Cols)
		copy(c.W.Val.Data, e.W.Val.Data)
		own = append(own, c)
	}
	return own
}

// through is what the front makes of rows x.
func through(pool *mat.Pool, front nn.Seq, x mat.M) (y mat.M) {
	pass := nn.Pass{Pool: pool}
	pass.Run(nn.Use, front, x, func(v *nn.Var) []float64 {
		y = v.Val.Clone()
		return nil
	})
	return y
}

func name(l nn.Layer) string {
	if s, ok := l.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprintf("%T", l)
}
