package runs

import (
	"encoding/binary"
	"fmt"
	"iter"
	"strings"
	"unicode"

	"github.com/nlpodyssey/safetensors"

	"gater/nn"
	"gater/train"
)

// A file of our own has a header of a few kilobytes and tensors that this machine trained.
const (
	maxHeader = 1 << 20
	maxFile   = 1 << 34
)

// LoadTensors fills the tensors from a safetensors file, which must hold exactly them, and
// returns the file's metadata. After an error the tensors may be filled in part.
func LoadTensors(path string, tensors iter.Seq2[string, train.Tensor]) (map[string]string, error) {
	b, err := read(path, maxFile)
	if err != nil {
		return nil, err
	}
	return fill(path, b, tensors)
}

// ReadMeta is the metadata of a safetensors file, for those who must know it before they can say what
// tensors there are.
func ReadMeta(path string) (map[string]string, error) {
	b, err := read(path, maxFile)
	if err != nil {
		return nil, err
	}
	_, meta, err := parse(b)
	if err != nil {
		return nil, unwhole(path, err)
	}
	return meta, nil
}

func unwhole(path string, err error) error {
	return fmt.Errorf("%s: not a whole safetensors file (%s): it is damaged or cut short, train again", path, brief(err))
}

func fill(path string, b []byte, tensors iter.Seq2[string, train.Tensor]) (map[string]string, error) {
	st, meta, err := parse(b)
	if err != nil {
		return nil, unwhole(path, err)
	}
	n := 0
	for name, t := range tensors {
		v, ok := st.Tensor(name)
		if !ok {
			return nil, fmt.Errorf("%s: has no tensor %q: the file belongs to another net", path, name)
		}
		if err := decode(t, v); err != nil {
			return nil, fmt.Errorf("%s: tensor %q %w", path, name, err)
		}
		n++
	}
	if n != st.Len() {
		return nil, fmt.Errorf("%s: holds %d tensors, this net has %d: the file belongs to another net", path, st.Len(), n)
	}
	return meta, nil
}

// parse reads the header of a safetensors file and checks it against the file's length. The
// header is JSON that the library unfolds into maps many times its size, so its length is bounded
// first.
func parse(b []byte) (safetensors.SafeTensors, map[string]string, error) {
	var none safetensors.SafeTensors
	if len(b) >= 8 {
		if n := binary.LittleEndian.Uint64(b); n > maxHeader {
			return none, nil, fmt.Errorf("a header of %d bytes", n)
		}
	}
	_, m, err := safetensors.ReadMetadata(b)
	if err != nil {
		return none, nil, err
	}
	st, err := safetensors.Deserialize(b)
	if err != nil {
		return none, nil, err
	}
	return st, m.Metadata(), nil
}

// blocks is how many blocks each gated layer has, and rows each embedding, by name.
func blocks(net nn.Layer) map[string]int {
	n := map[string]int{}
	for name, l := range nn.Layers(net) {
		switch l := l.(type) {
		case *nn.Gated:
			n[name] = l.Blocks()
		case *nn.Embedding:
			n[name] = l.W.Val.Rows
		}
	}
	return n
}

// whole says what is wrong with the running numbers of a network whose gated layers have so many
// blocks: a list is empty, or holds one number, or one a block of its layer, and the lists of one
// layer agree.
func whole(path string, tensors iter.Seq2[string, train.Tensor], blocks map[string]int) error {
	lengths := map[string]int{}
	for name, t := range tensors {
		if t.Numbers == nil {
			continue
		}
		layer, n := name[:strings.LastIndex(name, ".")+1], len(*t.Numbers)
		was, seen := lengths[layer]
		if seen && n != was || n > 1 && !perBlock(name, n, blocks) {
			return fmt.Errorf("%s: tensor %q has %d numbers: the file is damaged, train again", path, name, n)
		}
		lengths[layer] = n
	}
	return nil
}

// perBlock reports whether n numbers are one a block: of the gated layer whose gater the name is in, or
// of any for what is by the blocks of another layer, as an optimiser's records are.
func perBlock(name string, n int, blocks map[string]int) bool {
	any := false
	for layer, has := range blocks {
		for _, of := range []string{"", "net.", "best."} {
			if strings.HasPrefix(name, of+layer+".gate.") {
				return n == has
			}
		}
		any = any || n == has
	}
	return any
}

// brief is the beginning of an error that may quote a damaged file.
func brief(err error) string {
	s := []rune(strings.ToValidUTF8(err.Error(), "?"))
	for i, r := range s {
		if !unicode.IsPrint(r) {
			s[i] = ' '
		}
	}
	if len(s) > 120 {
		s = append(s[:120], '…')
	}
	return string(s)
}
