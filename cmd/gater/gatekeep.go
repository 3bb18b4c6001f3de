package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"gater/internal/convert"
	"gater/internal/runs"
	"gater/nn"
	"gater/train"
)

// gateBegun is what a gating began with. It is kept with it, so that it goes on with the same.
type gateBegun struct {
	convert.Settings
	Floor float64  `json:"floor"`
	Args  []string `json:"args"` // the dense model and, if it was named, the data; paths from the root
	Data  string   `json:"data"` // checksums of the rows
	Dense string   `json:"dense"`
}

// gatePart is a gating on its way, a file beside the folder that the model will be in. It is a
// convert.Keeper.
type gatePart struct {
	path    string
	begun   gateBegun
	seconds float64 // of earlier sittings
	since   time.Time
	stand   *convert.Stand // that it was last saved at; nil: it never was
}

const gateFormat = "gater gating 1"

// partFile is the file of a gating whose model goes to out.
func partFile(out string) string { return filepath.Clean(out) + ".part" }

// openPart reads the gating that was stopped on the way to out.
func openPart(out string) (*gatePart, error) {
	k := &gatePart{path: partFile(out), since: time.Now(), stand: &convert.Stand{}}
	meta, err := runs.ReadMeta(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no gating was stopped on its way there (there is no %s): give the folder that was its --out", out, k.path)
	}
	if err != nil {
		return nil, err
	}
	if meta["format"] != gateFormat {
		return nil, fmt.Errorf("%s: was not written by gater gate of this version: begin again", k.path)
	}
	k.seconds, err = strconv.ParseFloat(meta["seconds"], 64)
	err = errors.Join(err, json.Unmarshal([]byte(meta["begun"]), &k.begun), json.Unmarshal([]byte(meta["stand"]), k.stand))
	if n := len(k.begun.Args); err != nil || !(k.seconds >= 0) || n < 1 || n > 2 {
		return nil, fmt.Errorf("%s: damaged: begin again", k.path)
	}
	return k, nil
}

// took is the seconds of all sittings.
func (k *gatePart) took() float64 { return k.seconds + time.Since(k.since).Seconds() }

// Stand is where it was stopped.
func (k *gatePart) Stand() (*convert.Stand, error) { return k.stand, nil }

// Load fills the tensors from the file.
func (k *gatePart) Load(tensors iter.Seq2[string, train.Tensor]) error {
	_, err := runs.LoadTensors(k.path, tensors)
	return err
}

// Save replaces the file.
func (k *gatePart) Save(s *convert.Stand, tensors iter.Seq2[string, train.Tensor]) error {
	begun, err := json.Marshal(&k.begun)
	if err != nil {
		return err
	}
	stand, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o755); err != nil {
		return runs.Explain(err, k.path)
	}
	if err := runs.SaveTensors(k.path, tensors, map[string]string{"format": gateFormat, "begun": string(begun),
		"stand": string(stand), "seconds": strconv.FormatFloat(k.took(), 'g', -1, 64)}); err != nil {
		return err
	}
	at := *s
	k.stand = &at
	return nil
}

// drop removes the file, and what is left of earlier ones.
func (k *gatePart) drop() {
	runs.Sweep(k.path)
	os.Remove(k.path)
}

// same says what is wrong if the dense network or the data is not what the gating began with.
func (k *gatePart) same(now *gateBegun) error {
	switch {
	case k.begun.Data != now.Data:
		return fmt.Errorf("the data is not what %s began with: put it back, or begin again", k.path)
	case k.begun.Dense != now.Dense:
		return fmt.Errorf("%s is not the network that %s began with: put it back, or begin again", k.begun.Args[0], k.path)
	}
	return nil
}

// sumOf is a checksum of a network's weights.
func sumOf(net nn.Layer) string {
	h, b := sha256.New(), bytes.Buffer{}
	for _, p := range nn.Params(net) {
		b.Reset()
		for _, x := range p.Val.Packed().Data {
			binary.Write(&b, binary.LittleEndian, math.Float64bits(float64(x)))
		}
		h.Write(b.Bytes())
	}
	return hex.EncodeToString(h.Sum(nil))
}
