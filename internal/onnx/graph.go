package onnx

import (
	"encoding/binary"
	"fmt"
	"math"

	"google.golang.org/protobuf/proto"

	"gater/internal/onnx/onnxpb"
	"gater/mat"
)

// graph is a graph being built.
type graph struct {
	*onnxpb.GraphProto
	made map[string]int
}

// value is a matrix in the graph: its name, and how many columns it has.
type value struct {
	name string
	cols int
}

// node adds an operation below the layer at; its output is called at.op, at.op_2, ….
func (g *graph) node(at, op string, in []string, attrs ...*onnxpb.AttributeProto) string {
	name := g.unique(below(at, op))
	g.Node = append(g.Node, &onnxpb.NodeProto{Name: proto.String(name), OpType: proto.String(op), Input: in, Output: []string{name}, Attribute: attrs})
	return name
}

// unique is a name, with a number after it if it is taken.
func (g *graph) unique(name string) string {
	if g.made == nil {
		g.made = map[string]int{}
	}
	if g.made[name]++; g.made[name] > 1 {
		return fmt.Sprintf("%s_%d", name, g.made[name])
	}
	return name
}

// out adds an operation on y whose result the graph gives away.
func (g *graph) out(op, name string, y value, kind onnxpb.TensorProto_DataType, attrs ...*onnxpb.AttributeProto) {
	g.Node = append(g.Node, &onnxpb.NodeProto{Name: proto.String(name), OpType: proto.String(op), Input: []string{y.name},
		Output: []string{name}, Attribute: attrs})
	g.Output = append(g.Output, tensor(name, kind, y.cols))
}

// floats adds a constant.
func (g *graph) floats(name string, v []float32, dims ...int64) string {
	name = g.unique(name)
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	g.Initializer = append(g.Initializer, &onnxpb.TensorProto{Name: proto.String(name), Dims: dims,
		DataType: proto.Int32(int32(onnxpb.TensorProto_FLOAT)), RawData: b})
	return name
}

// ints adds a constant of integers in one dimension.
func (g *graph) ints(name string, v ...int64) string {
	name = g.unique(name)
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, uint64(x))
	}
	g.Initializer = append(g.Initializer, &onnxpb.TensorProto{Name: proto.String(name), Dims: []int64{int64(len(v))},
		DataType: proto.Int32(int32(onnxpb.TensorProto_INT64)), RawData: b})
	return name
}

// number adds a constant without dimensions.
func (g *graph) number(at, name string, x float64) string {
	return g.floats(at+"."+name, []float32{float32(x)})
}

// turned is m with rows for columns, in single precision.
func turned(m mat.M) []float32 {
	v := make([]float32, 0, m.Len())
	for j := range m.Cols {
		for i := range m.Rows {
			v = append(v, float32(m.Row(i)[j]))
		}
	}
	return v
}

func single(x []mat.Float) []float32 {
	v := make([]float32, len(x))
	for i, x := range x {
		v[i] = float32(x)
	}
	return v
}

// tensor describes rows×cols… values, of however many rows.
func tensor(name string, kind onnxpb.TensorProto_DataType, cols ...int) *onnxpb.ValueInfoProto {
	dims := []*onnxpb.TensorShapeProto_Dimension{{Value: &onnxpb.TensorShapeProto_Dimension_DimParam{DimParam: "rows"}}}
	for _, n := range cols {
		dims = append(dims, &onnxpb.TensorShapeProto_Dimension{Value: &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: int64(n)}})
	}
	return &onnxpb.ValueInfoProto{Name: proto.String(name), Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{
		TensorType: &onnxpb.TypeProto_Tensor{ElemType: proto.Int32(int32(kind)), Shape: &onnxpb.TensorShapeProto{Dim: dims}}}}}
}

func integer(name string, i int64) *onnxpb.AttributeProto {
	return &onnxpb.AttributeProto{Name: proto.String(name), Type: onnxpb.AttributeProto_INT.Enum(), I: proto.Int64(i)}
}

func real(name string, x float64) *onnxpb.AttributeProto {
	return &onnxpb.AttributeProto{Name: proto.String(name), Type: onnxpb.AttributeProto_FLOAT.Enum(), F: proto.Float32(float32(x))}
}

func integers(name string, i ...int64) *onnxpb.AttributeProto {
	return &onnxpb.AttributeProto{Name: proto.String(name), Type: onnxpb.AttributeProto_INTS.Enum(), Ints: i}
}
