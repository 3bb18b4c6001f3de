package model

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// tensor is numbers as a safetensors file has them: little-endian, the last index fastest.
type tensor struct {
	dtype string
	shape []int
	data  []byte
}

// sizes are the bytes of a number, by its name in a file.
var sizes = map[string]int{"F64": 8, "F32": 4, "BF16": 2, "F16": 2, "I8": 1}

// maxHeader is more than the names and shapes of a network take; the header is JSON, which unfolds
// to many times its length.
const maxHeader = 1 << 20

// entry is a tensor in the header of a file.
type entry struct {
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// parse reads a safetensors file,
//
//	8 bytes, the length n of the header · n bytes of JSON · the numbers,
//
// whose tensors must cover the numbers without a gap or an overlap. The result shares b.
func parse(b []byte) (map[string]tensor, error) {
	if len(b) < 8 {
		return nil, fmt.Errorf("%d bytes are no safetensors file", len(b))
	}
	n := binary.LittleEndian.Uint64(b)
	if n > maxHeader || n > uint64(len(b)-8) {
		return nil, fmt.Errorf("a header of %d bytes in a file of %d", n, len(b))
	}
	var header map[string]json.RawMessage
	if err := json.Unmarshal(b[8:8+n], &header); err != nil {
		return nil, fmt.Errorf("the header is no JSON object: %w", err)
	}
	delete(header, "__metadata__")
	data := b[8+n:]
	all := map[string]tensor{}
	var spans [][2]int64
	for name, text := range header {
		var e entry
		if err := json.Unmarshal(text, &e); err != nil {
			return nil, fmt.Errorf("tensor %.60q: %w", name, err)
		}
		lo, hi := e.Offsets[0], e.Offsets[1]
		if lo < 0 || lo > hi || hi > int64(len(data)) {
			return nil, fmt.Errorf("tensor %.60q lies at %d to %d of %d bytes", name, lo, hi, len(data))
		}
		if want, err := e.bytes(); err != nil || want != hi-lo {
			return nil, fmt.Errorf("tensor %.60q is %s %v in %d bytes", name, e.DType, e.Shape, hi-lo)
		}
		all[name] = tensor{e.DType, e.Shape, data[lo:hi:hi]}
		spans = append(spans, e.Offsets)
	}
	slices.SortFunc(spans, func(a, b [2]int64) int { return int(min(1, max(-1, a[0]-b[0]))) })
	at := int64(0)
	for _, s := range spans {
		if s[0] != at && s[1] != s[0] {
			return nil, fmt.Errorf("tensors leave or share bytes %d to %d", min(at, s[0]), max(at, s[0]))
		}
		at = max(at, s[1])
	}
	if at != int64(len(data)) {
		return nil, fmt.Errorf("%d bytes belong to no tensor", int64(len(data))-at)
	}
	return all, nil
}

// bytes is how long the numbers of an entry are.
func (e *entry) bytes() (int64, error) {
	n, ok := sizes[e.DType]
	if !ok {
		return 0, errors.New("unknown type")
	}
	all := int64(n)
	for _, d := range e.Shape {
		if d < 0 || d > 0 && all > math.MaxInt64/int64(d) {
			return 0, errors.New("impossible shape")
		}
		all *= int64(d)
	}
	return all, nil
}

// format writes tensors as a safetensors file: in the order of their names, the numbers at a
// multiple of 8 bytes.
func format(all map[string]tensor, meta map[string]string) ([]byte, error) {
	header := map[string]any{"__metadata__": meta}
	at := int64(0)
	names := slices.Sorted(maps.Keys(all))
	for _, name := range names {
		t := all[name]
		header[name] = entry{t.dtype, t.shape, [2]int64{at, at + int64(len(t.data))}}
		at += int64(len(t.data))
	}
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	b := binary.LittleEndian.AppendUint64(make([]byte, 0, 8+int64(len(text))+at), uint64(len(text)))
	b = append(b, text...)
	for _, name := range names {
		b = append(b, all[name].data...)
	}
	return b, nil
}
