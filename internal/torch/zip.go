package torch

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// numbers says how many bytes a number of a storage has, and what it is.
var numbers = map[string]struct {
	size int
	at   func(b []byte) float64
}{
	"FloatStorage":  {4, func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }},
	"DoubleStorage": {8, func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }},
	"HalfStorage":   {2, func(b []byte) float64 { return half(binary.LittleEndian.Uint16(b)) }},
	"BFloat16Storage": {2, func(b []byte) float64 {
		return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16))
	}},
	"LongStorage":  {8, func(b []byte) float64 { return float64(int64(binary.LittleEndian.Uint64(b))) }},
	"IntStorage":   {4, func(b []byte) float64 { return float64(int32(binary.LittleEndian.Uint32(b))) }},
	"ShortStorage": {2, func(b []byte) float64 { return float64(int16(binary.LittleEndian.Uint16(b))) }},
	"CharStorage":  {1, func(b []byte) float64 { return float64(int8(b[0])) }},
	"ByteStorage":  {1, func(b []byte) float64 { return float64(b[0]) }},
	"BoolStorage":  {1, func(b []byte) float64 { return float64(b[0]) }},
}

// half is a number of half precision: 1 bit of sign, 5 of exponent, 10 of mantissa.
func half(b uint16) float64 {
	sign, e, m := 1-2*float64(b>>15), int(b>>10&31), float64(b&1023)
	switch {
	case e == 0:
		return sign * math.Ldexp(m, -24)
	case e == 31 && m == 0:
		return math.Inf(int(sign))
	case e == 31:
		return math.NaN()
	}
	return sign * math.Ldexp(1024+m, e-25)
}

// loadZip reads an archive of torch.save: NAME/data.pkl, and NAME/data/KEY for the numbers of each
// storage, none of them packed.
func loadZip(r io.ReaderAt, size int64) ([]Tensor, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // nothing is written by these names
		return nil, fmt.Errorf("cannot be read as an archive (%w): copy the file again", err)
	}
	records := map[string]*zip.File{}
	for _, f := range z.File {
		_, name, ok := strings.Cut(f.Name, "/")
		if !ok || records[name] != nil {
			return nil, fmt.Errorf("is no archive of torch.save (%.60q): name one, or a safetensors file", f.Name)
		}
		records[name] = f
	}
	switch {
	case records["constants.pkl"] != nil:
		return nil, errors.New("is TorchScript, a program: save the weights, torch.save(model.state_dict(), …)")
	case records["data.pkl"] == nil:
		return nil, errors.New("is no archive of torch.save: it has no data.pkl")
	}
	if f := records["byteorder"]; f != nil {
		if b, err := bytesOf(f, 16); err != nil || string(b) != "little" {
			return nil, errors.New("was saved on a big-endian machine: save it on another")
		}
	}
	p, err := bytesOf(records["data.pkl"], maxPickle)
	if err != nil {
		return nil, err
	}
	v, err := unpickle(p)
	if err != nil {
		return nil, err
	}
	names, all, err := views(v, true)
	if err != nil {
		return nil, err
	}
	if len(all) > maxTensors {
		return nil, fmt.Errorf("holds more than %d tensors", maxTensors)
	}
	return read(names, all, records, size)
}

// read reads the numbers of tensors, all of which together are no more than twice those in the file.
func read(names []string, all []*view, records map[string]*zip.File, size int64) (tensors []Tensor, err error) {
	stored, total := map[string][]byte{}, int64(0)
	for i, v := range all {
		kind, ok := numbers[v.of.kind]
		if !ok {
			return nil, fmt.Errorf("tensor %.60q is of type %.30q: save it as float32", names[i], v.of.kind)
		}
		f := records["data/"+v.of.key]
		if f == nil || f.UncompressedSize64 != uint64(v.of.n)*uint64(kind.size) || v.of.n > int(size) {
			return nil, fmt.Errorf("tensor %.60q: its numbers are not all in the file: copy it again", names[i])
		}
		b := stored[v.of.key]
		if b == nil {
			if b, err = bytesOf(f, size); err != nil {
				return nil, err
			}
			stored[v.of.key] = b
		}
		if total += int64(volume(v.size)) * int64(kind.size); total > 2*size {
			return nil, errors.New("its tensors share numbers many times over: save it with each tensor once")
		}
		t := Tensor{names[i], v.size, make([]float64, 0, volume(v.size))}
		v.each(func(at int) { t.Data = append(t.Data, kind.at(b[at*kind.size:])) })
		tensors = append(tensors, t)
	}
	return tensors, nil
}

// each yields the places of a tensor's numbers, the last index fastest.
func (v *view) each(f func(at int)) {
	if volume(v.size) == 0 {
		return
	}
	index := make([]int, len(v.size))
	for at := v.offset; ; {
		f(at)
		k := len(index) - 1
		for ; k >= 0; k-- {
			index[k]++
			at += v.stride[k]
			if index[k] < v.size[k] {
				break
			}
			at -= index[k] * v.stride[k]
			index[k] = 0
		}
		if k < 0 {
			return
		}
	}
}

// bytesOf is the bytes of a record, which torch.save does not pack.
func bytesOf(f *zip.File, most int64) ([]byte, error) {
	if f.Method != zip.Store || f.UncompressedSize64 != f.CompressedSize64 || f.UncompressedSize64 > uint64(most) {
		return nil, fmt.Errorf("%.60q in it is packed, or too large: save the file again with torch.save", f.Name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%.60q in it cannot be read (%w): copy the file again", f.Name, err)
	}
	defer r.Close()
	b := make([]byte, f.UncompressedSize64)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("%.60q in it cannot be read (%w): copy the file again", f.Name, err)
	}
	return b, nil
}
