package torch

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// allowed are the globals of a state dictionary. Any other is refused before a pickle is read.
var allowed = []string{
	"collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_parameter",
	"torch FloatStorage", "torch DoubleStorage", "torch HalfStorage", "torch BFloat16Storage",
	"torch LongStorage", "torch IntStorage", "torch ShortStorage", "torch CharStorage", "torch ByteStorage", "torch BoolStorage",
}

// How long the argument of an operation of a pickle is: these are the operations that torch.save
// uses for a dictionary of tensors.
var lengths = map[byte]int{
	0x80: 1, '}': 0, ']': 0, ')': 0, '(': 0, '.': 0, 't': 0, 0x85: 0, 0x86: 0, 0x87: 0, 'Q': 0, 'R': 0, 's': 0, 'u': 0, 'a': 0, 'e': 0,
	'b': 0, 'N': 0, 0x88: 0, 0x89: 0, 'K': 1, 'M': 2, 'J': 4, 'G': 8, 'q': 1, 'r': 4, 'h': 1, 'j': 4, 0x94: 0, 0x95: 8,
}

// guard reads over a pickle and refuses what no state dictionary has: other operations, other globals,
// and lengths beyond the end.
func guard(p []byte) error {
	for i := 0; i < len(p); {
		op := p[i]
		i++
		n, ok := lengths[op]
		switch {
		case op == '.':
			if i != len(p) {
				return errors.New("goes on after its end: it is damaged, or does more than keep weights")
			}
			return nil
		case op == 'c':
			line := bytes.SplitN(p[i:], []byte("\n"), 3)
			if len(line) < 3 || len(line[0])+len(line[1]) > 200 {
				return errDamaged
			}
			name := string(line[0]) + " " + string(line[1])
			if !slices.Contains(allowed, name) {
				return fmt.Errorf("asks for Python's %.60q, which may run code: save the weights alone, torch.save(model.state_dict(), …)",
					strings.ReplaceAll(name, " ", "."))
			}
			n = len(line[0]) + len(line[1]) + 2
		case op == 'X':
			if len(p)-i < 4 {
				return errDamaged
			}
			n = 4 + int(binary.LittleEndian.Uint32(p[i:]))
		case op == 0x8c, op == 0x8a: // short text, and whole numbers of many digits
			if len(p)-i < 1 {
				return errDamaged
			}
			if n = 1 + int(p[i]); op == 0x8a && (n == 1 || n > 9) {
				return errDamaged
			}
		case !ok:
			return fmt.Errorf("has an operation (%#x) that no state dictionary needs: save the weights alone, torch.save(model.state_dict(), …)", op)
		}
		if op == 0x95 && len(p)-i >= 8 && binary.LittleEndian.Uint64(p[i:]) > uint64(len(p)-i-8) {
			return errDamaged
		}
		if n < 0 || n > len(p)-i {
			return errDamaged
		}
		i += n
	}
	return errDamaged
}

var errDamaged = errors.New("the pickle in it is damaged or cut short: copy the file again")
