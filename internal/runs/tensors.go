package runs

import (
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"math"
	"unsafe"

	"github.com/nlpodyssey/safetensors"

	"gater/mat"
	"gater/train"
)

// view is a tensor as safetensors writes it.
type view struct {
	dtype safetensors.DType
	shape []uint64
	data  []byte
}

func (v view) DType() safetensors.DType { return v.dtype }
func (v view) Shape() []uint64          { return v.shape }
func (v view) Data() []byte             { return v.data }
func (v view) DataLen() uint64          { return uint64(len(v.data)) }

// floatType is what mat.Float is called in a file.
func floatType() safetensors.DType {
	if unsafe.Sizeof(mat.Float(0)) == 8 {
		return safetensors.F64
	}
	return safetensors.F32
}

// encode copies a tensor into little-endian bytes: a matrix in mat.Float, numbers in float64.
func encode(t train.Tensor) view {
	if t.Numbers != nil {
		v := view{dtype: safetensors.F64, shape: []uint64{uint64(len(*t.Numbers))}}
		for _, x := range *t.Numbers {
			v.data = binary.LittleEndian.AppendUint64(v.data, math.Float64bits(x))
		}
		return v
	}
	v := view{dtype: floatType(), shape: []uint64{uint64(t.Rows), uint64(t.Cols)}}
	v.data = make([]byte, 0, t.Len()*int(v.dtype.Size()))
	for _, x := range t.Packed().Data {
		if v.dtype == safetensors.F64 {
			v.data = binary.LittleEndian.AppendUint64(v.data, math.Float64bits(float64(x)))
		} else {
			v.data = binary.LittleEndian.AppendUint32(v.data, math.Float32bits(float32(x)))
		}
	}
	return v
}

// decode copies a file's tensor into t, or says why it does not fit.
func decode(t train.Tensor, v safetensors.TensorView) error {
	if t.Numbers != nil {
		if v.DType() != safetensors.F64 || len(v.Shape()) != 1 || v.Shape()[0]*8 != v.DataLen() {
			return fmt.Errorf("has type %v and shape %v, this net wants a list of F64", v.DType(), v.Shape())
		}
		xs := make([]float64, v.Shape()[0])
		for i := range xs {
			xs[i] = math.Float64frombits(binary.LittleEndian.Uint64(v.Data()[8*i:]))
			if math.IsNaN(xs[i]) {
				return fmt.Errorf("holds NaN: the file is damaged")
			}
		}
		*t.Numbers = xs
		return nil
	}
	s := v.Shape()
	if v.DType() != floatType() || len(s) != 2 || s[0] != uint64(t.Rows) || s[1] != uint64(t.Cols) {
		return fmt.Errorf("is %v %v, this net wants %v [%d %d]: the file belongs to another net",
			v.DType(), s, floatType(), t.Rows, t.Cols)
	}
	for i := range t.Len() { // of the file, which has no gaps between rows
		var x float64
		if v.DType() == safetensors.F64 {
			x = math.Float64frombits(binary.LittleEndian.Uint64(v.Data()[8*i:]))
		} else {
			x = float64(math.Float32frombits(binary.LittleEndian.Uint32(v.Data()[4*i:])))
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("holds %v: the file is damaged, or training diverged", x)
		}
		t.Row(i / t.Cols)[i%t.Cols] = mat.Float(x)
	}
	return nil
}

// SaveTensors writes a safetensors file in one step.
func SaveTensors(path string, tensors iter.Seq2[string, train.Tensor], meta map[string]string) error {
	views := map[string]view{}
	for name, t := range tensors {
		views[name] = encode(t)
	}
	return WriteFile(path, func(w io.Writer) error {
		return safetensors.SerializeToWriter(views, meta, w)
	})
}
