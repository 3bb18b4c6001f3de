// Package torch reads the weights of PyTorch models, from what torch.save and safetensors write, and
// puts them into networks. No code in a file is run: a pickle may make tensors and dictionaries of
// them, and nothing else.
package torch

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gater/internal/model"
)

// Tensor is numbers under a name, the last index fastest.
type Tensor struct {
	Name  string
	Shape []int
	Data  []float64
}

// What a file may hold, whatever it declares.
const (
	maxFile    = 1 << 34 // bytes
	maxTensors = 1 << 16
	maxName    = 1 << 10 // bytes
	maxPickle  = 1 << 24 // bytes
)

// Load reads the tensors of a file, which its first bytes tell apart: in the order of the state
// dictionary, or of names if the file has none. Errors are a line that names the file.
func Load(path string) ([]Tensor, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var all []Tensor
	switch {
	case !info.Mode().IsRegular():
		err = fmt.Errorf("is not a regular file: name the file that torch.save or safetensors wrote")
	case info.Size() > maxFile:
		err = fmt.Errorf("has more than %d GiB: these are not the weights of a network for one machine", maxFile>>30)
	default:
		all, err = load(f, info.Size())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

func load(r io.ReaderAt, size int64) ([]Tensor, error) {
	all, err := tensors(r, size)
	for _, t := range all {
		if len(t.Name) > maxName || strings.ContainsFunc(t.Name, unicode.IsControl) {
			return nil, fmt.Errorf("tensor %.60q has no readable name: save it under another", t.Name)
		}
	}
	return all, err
}

func tensors(r io.ReaderAt, size int64) ([]Tensor, error) {
	var head [4]byte
	n, err := r.ReadAt(head[:], 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch s := string(head[:n]); {
	case s == "PK\x03\x04":
		return loadZip(r, size)
	case n > 1 && head[0] == 0x80 && head[1] < 6:
		return nil, fmt.Errorf("is a bare pickle, or of PyTorch before 1.6: save it again with torch.save(model.state_dict(), …)")
	}
	b := make([]byte, size)
	if _, err := r.ReadAt(b, 0); err != nil && err != io.EOF {
		return nil, err
	}
	var all []Tensor
	err = model.Tensors(b, func(name string, shape []int, at func(int) float64) error {
		if len(all) == maxTensors {
			return fmt.Errorf("holds more than %d tensors", maxTensors)
		}
		t := Tensor{name, shape, make([]float64, volume(shape))}
		for i := range t.Data {
			t.Data[i] = at(i)
		}
		all = append(all, t)
		return nil
	})
	slices.SortFunc(all, func(a, b Tensor) int { return natural(a.Name, b.Name) })
	return all, err
}

func volume(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// natural orders names with numbers in them by the numbers.
func natural(a, b string) int {
	for a != "" && b != "" {
		m, ra := number(a)
		n, rb := number(b)
		if m >= 0 && n >= 0 {
			if m != n {
				return cmp.Compare(m, n)
			}
			a, b = ra, rb
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// number is the number that s begins with, −1 for none, and the rest.
func number(s string) (int, string) {
	i := 0
	for i < len(s) && i < 9 && unicode.IsDigit(rune(s[i])) {
		i++
	}
	n, err := strconv.Atoi(s[:i])
	if err != nil {
		return -1, s
	}
	return n, s[i:]
}
