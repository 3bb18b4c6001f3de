package model

import (
	"encoding/binary"
	"fmt"
	"math"
)

// at is number i of a tensor.
func (t *tensor) at(i int) float64 {
	switch t.dtype {
	case "F64":
		return math.Float64frombits(binary.LittleEndian.Uint64(t.data[8*i:]))
	case "F32":
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(t.data[4*i:])))
	case "I8":
		return float64(int8(t.data[i]))
	case "BF16":
		return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(t.data[2*i:])) << 16))
	}
	return half(binary.LittleEndian.Uint16(t.data[2*i:]))
}

// half is a float16: (−1)^s · 2^(e−15) · 1.m, or 2^−14 · 0.m for e = 0.
func half(b uint16) float64 {
	sign, e, m := 1-2*float64(b>>15), int(b>>10&31), float64(b&1023)/1024
	switch e {
	case 0:
		return sign * math.Ldexp(m, -14)
	case 31:
		return math.NaN() // or infinite: no weight is
	}
	return sign * math.Ldexp(1+m, e-15)
}

// finite refuses numbers that are none.
func finite(x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return fmt.Errorf("holds %v: the file is damaged, or training diverged", x)
	}
	return nil
}

// newTensor has room for the numbers of a shape, which put fills.
func newTensor(dtype string, shape ...int) *tensor {
	n := sizes[dtype]
	for _, d := range shape {
		n *= d
	}
	return &tensor{dtype, shape, make([]byte, n)}
}

// put sets number i of a tensor of F32 or F64.
func (t *tensor) put(i int, x float64) {
	if t.dtype == "F64" {
		binary.LittleEndian.PutUint64(t.data[8*i:], math.Float64bits(x))
		return
	}
	binary.LittleEndian.PutUint32(t.data[4*i:], math.Float32bits(float32(x)))
}
