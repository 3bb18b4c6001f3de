package convert

import (
	"fmt"

	"gater/est"
	"gater/nn"
)

// linears is the linear layers of a dense network: Linear, Relu, Linear, …, Relu, Linear. Dropout,
// which does nothing once a network is deployed, is passed over.
func linears(dense nn.Seq) (out []*nn.Linear, err error) {
	after := "" // what the last layer was
	for i, l := range dense {
		switch l := l.(type) {
		case est.Dropout:
			continue
		case *nn.Linear:
			if after == "linear" {
				return nil, fmt.Errorf("layers %d and %d are both linear: put a rectifier between them, or multiply them out", i-1, i)
			}
			out, after = append(out, l), "linear"
		case nn.Relu:
			if after != "linear" {
				return nil, fmt.Errorf("layer %d is a rectifier that follows no linear layer: leave it out", i)
			}
			after = "relu"
		default:
			return nil, fmt.Errorf("layer %d is %v: what can be gated is linear layers with rectifiers between them", i, name(l))
		}
	}
	switch {
	case len(out) < 2:
		return nil, fmt.Errorf("the network has %d linear layers: it takes a hidden layer to have something to gate", len(out))
	case after == "relu":
		return nil, fmt.Errorf("the network ends with a rectifier: give it without, the last layer is not gated")
	}
	return out, nil
}

func name(l nn.Layer) string {
	if s, ok := l.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprintf("%T", l)
}
