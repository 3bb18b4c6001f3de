package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// Encode writes e as one line of JSON, its kind first, with a single call to
// w.Write, so that a process that dies leaves whole lines behind.
func Encode(w io.Writer, e Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("report: %s event: %w", e.Kind(), err)
	}
	var line bytes.Buffer
	fmt.Fprintf(&line, `{"event":%q`, e.Kind())
	if len(body) > 2 {
		line.WriteByte(',')
	}
	line.Write(body[1:])
	line.WriteByte('\n')
	_, err = w.Write(line.Bytes())
	return err
}

// Num is a number that may be NaN or infinite, as the loss of a diverged run
// is. JSON has no such numbers: they are written as null and read as NaN.
type Num float64

// MarshalJSON implements json.Marshaler.
func (n Num) MarshalJSON() ([]byte, error) {
	if x := float64(n); math.IsNaN(x) || math.IsInf(x, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON implements json.Unmarshaler.
func (n *Num) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Num(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}
