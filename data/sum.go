package data

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"math"
)

// Sum is a checksum of the examples of all three parts: two data sets with the same sum are the
// same. Class numbers of pictures count as bytes, as they are in IDX files.
func (p *Splits) Sum() string {
	h := sha256.New()
	for _, s := range []*Set{p.Train, p.Valid, p.Test} {
		h.Write([]byte{byte(s.Height), byte(s.Height >> 8), byte(s.Width), byte(s.Width >> 8)})
		h.Write(s.X)
		b := make([]byte, 0, len(s.Labels))
		for _, y := range s.Labels {
			if b = append(b, byte(y)); s.V != nil {
				b = binary.LittleEndian.AppendUint32(b, uint32(y))
			}
		}
		h.Write(b)
		for _, v := range [][]float32{s.V, s.Y, s.Weights} {
			numbers(h, v)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func numbers(w io.Writer, v []float32) {
	b := make([]byte, 0, 1<<12)
	for len(v) > 0 {
		n := min(len(v), cap(b)/4)
		b = b[:0]
		for _, x := range v[:n] {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
		}
		w.Write(b)
		v = v[n:]
	}
}
