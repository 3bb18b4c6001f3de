// Package onnx writes trained networks in the ONNX format, as they act when deployed. Other
// runtimes compute every block: a shut one is multiplied by its gate, 0.
package onnx

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	"gater/internal/onnx/onnxpb"
	"gater/nn"
)

// Head is what stands on the last layer.
type Head string

// The heads, and what the outputs of the graph are.
const (
	Softmax Head = "softmax" // probabilities, rows×classes; label, rows, int64
	Sigmoid Head = "sigmoid" // probabilities, rows×labels, each of its own
	Linear  Head = "linear"  // output, rows×numbers, times Scale, plus Shift
)

// Options say what is around the network.
type Options struct {
	Name    string // of the graph
	Doc     string // for people who look into the file
	Version string // of the program that writes
	Inputs  int    // columns of the input, "input", rows×Inputs, float
	Head    Head
	Scale   float64 // of Linear's output; 0 is 1
	Shift   float64
	Meta    map[string]string // metadata of the file, such as the names of classes
}

// What the graph needs: version 13 of the operators, which any runtime since 2021 has.
const (
	opset     = 13
	irVersion = 7
)

// Write writes net; the same net gives the same bytes. A layer that has no form in ONNX is an error
// that names it.
func Write(w io.Writer, net nn.Layer, o Options) error {
	m, err := model(net, o)
	if err != nil {
		return err
	}
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return fmt.Errorf("onnx: %w: networks above 2 GiB have no form in one file", err)
	}
	_, err = w.Write(b)
	return err
}

func model(net nn.Layer, o Options) (*onnxpb.ModelProto, error) {
	if o.Inputs < 1 {
		return nil, fmt.Errorf("onnx: a network of %d inputs", o.Inputs)
	}
	g := &graph{GraphProto: &onnxpb.GraphProto{Name: proto.String(o.Name), DocString: proto.String(o.Doc)}}
	g.Input = []*onnxpb.ValueInfoProto{tensor("input", onnxpb.TensorProto_FLOAT, o.Inputs)}
	y, err := g.layer("", net, value{"input", o.Inputs})
	if err != nil {
		return nil, err
	}
	switch o.Head {
	case Softmax:
		g.out("Softmax", "probabilities", y, onnxpb.TensorProto_FLOAT, integer("axis", 1))
		g.Node = append(g.Node, &onnxpb.NodeProto{Name: proto.String("label"), OpType: proto.String("ArgMax"), Input: []string{y.name},
			Output: []string{"label"}, Attribute: []*onnxpb.AttributeProto{integer("axis", 1), integer("keepdims", 0)}})
		g.Output = append(g.Output, tensor("label", onnxpb.TensorProto_INT64))
	case Sigmoid:
		g.out("Sigmoid", "probabilities", y, onnxpb.TensorProto_FLOAT)
	case Linear:
		if o.Scale != 0 && o.Scale != 1 {
			y.name = g.node("output", "Mul", []string{y.name, g.number("output", "scale", o.Scale)})
		}
		if o.Shift != 0 {
			y.name = g.node("output", "Add", []string{y.name, g.number("output", "shift", o.Shift)})
		}
		g.out("Identity", "output", y, onnxpb.TensorProto_FLOAT)
	default:
		return nil, fmt.Errorf("onnx: unknown head %q: choose softmax, sigmoid or linear", o.Head)
	}
	m := &onnxpb.ModelProto{IrVersion: proto.Int64(irVersion), ProducerName: proto.String("gater"), ProducerVersion: proto.String(o.Version),
		OpsetImport: []*onnxpb.OperatorSetIdProto{{Domain: proto.String(""), Version: proto.Int64(opset)}}, Graph: g.GraphProto,
		DocString: proto.String(o.Doc)}
	for k, v := range o.Meta {
		m.MetadataProps = append(m.MetadataProps, &onnxpb.StringStringEntryProto{Key: proto.String(k), Value: proto.String(v)})
	}
	slices.SortFunc(m.MetadataProps, func(a, b *onnxpb.StringStringEntryProto) int { return strings.Compare(a.GetKey(), b.GetKey()) })
	return m, nil
}
