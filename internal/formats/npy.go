package formats

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gater/data/table"
)

// array is an array of NumPy that is being read.
//
//	\x93NUMPY major minor length {'descr': '<f8', 'fortran_order': False, 'shape': (n, d), } values
//
// The header is read here and by one strict form: what NumPy itself would evaluate as Python.
type array struct {
	name    string // in an archive, with a space after it
	r       io.Reader
	kind    byte // b, i, u, f, S or U
	size    int  // bytes of a value
	order   binary.ByteOrder
	fortran bool
	shape   []int
	head    int64  // bytes of the header
	buf     []byte // a row's values
	all     []byte // all values, if they lie by columns
	row     int
}

const maxFortran = 1 << 30 // bytes of an array by columns, which is held in memory

var header = regexp.MustCompile(`^\{'descr': (.*), 'fortran_order': (False|True), 'shape': \(([0-9, ]*)\), *\} *\n?$`)

func newArray(r io.Reader) (*array, error) {
	var fixed [12]byte
	if _, err := io.ReadFull(r, fixed[:10]); err != nil || string(fixed[:6]) != "\x93NUMPY" {
		return nil, errors.New("is no NumPy array: save it with numpy.save")
	}
	n, used := int(binary.LittleEndian.Uint16(fixed[8:])), 10
	if fixed[6] != 1 {
		if _, err := io.ReadFull(r, fixed[10:]); err != nil {
			return nil, errCut
		}
		n, used = int(binary.LittleEndian.Uint32(fixed[8:])), 12
	}
	if n > 1<<16 {
		return nil, fmt.Errorf("declares a header of %d bytes: copy the file again", n)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, errCut
	}
	m := header.FindSubmatch(text)
	if m == nil {
		return nil, fmt.Errorf("has a header that cannot be read (%.60q): save the array again with numpy.save", text)
	}
	a := &array{r: r, fortran: string(m[2]) == "True", head: int64(used + n)}
	if err := a.dtype(string(m[1])); err != nil {
		return nil, err
	}
	values := int64(1)
	for s := range strings.SplitSeq(string(m[3]), ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		k, err := strconv.ParseInt(s, 10, 64)
		if err != nil || k > 0 && values > math.MaxInt64/k/int64(a.size) {
			return nil, fmt.Errorf("declares the shape (%s), which no file has room for: copy the file again", m[3])
		}
		values *= k
		a.shape = append(a.shape, int(k))
	}
	if len(a.shape) == 0 {
		return nil, errors.New("is one number, not an array: save a row each")
	}
	return a, a.sizes()
}

var errCut = errors.New("is cut short inside its header: copy the file again")

func (a *array) sizes() error {
	if c := a.columns(); c == 0 || c > maxColumns {
		return fmt.Errorf("has rows of %d numbers, want 1 to %d: the first dimension counts the rows", c, maxColumns)
	}
	if a.fortran = a.fortran && len(a.shape) > 1; a.fortran && a.bytes() > maxFortran {
		return fmt.Errorf("lies by columns and has more than %d MiB: save it by rows (numpy.ascontiguousarray)", maxFortran>>20)
	}
	if a.fortran && len(a.shape) > 2 {
		return errors.New("has more than two dimensions and lies by columns: save it by rows (numpy.ascontiguousarray)")
	}
	if n := int64(a.columns()) * int64(a.size); n > record {
		return fmt.Errorf("has rows of %d bytes, more than %d MiB: save shorter texts, or fewer columns", n, record>>20)
	}
	return nil
}

// dtype takes in the type of the values, such as '<f4'.
func (a *array) dtype(s string) error {
	t := strings.Trim(s, "'")
	switch {
	case strings.HasPrefix(s, "["):
		return errors.New("is a structured array: save it as Parquet or CSV, or each of its fields in an .npz")
	case strings.Contains(t, "O"):
		return errors.New("holds Python objects as a pickle, which can run code and is never read: save numbers (array.astype(float))")
	case len(t) < 3 || !strings.ContainsRune("<>|=", rune(t[0])):
		return fmt.Errorf("has values of type %.20s: save them as float32", strings.Map(plain, s))
	}
	n, err := strconv.Atoi(t[2:])
	ok := err == nil && n > 0
	switch a.kind = t[1]; a.kind {
	case 'b':
		ok = ok && n == 1
	case 'i', 'u':
		ok = ok && (n == 1 || n == 2 || n == 4 || n == 8)
	case 'f':
		ok = ok && (n == 2 || n == 4 || n == 8)
	case 'S':
		ok = ok && n <= 1<<20
	case 'U':
		ok = ok && n <= 1<<18
		n *= 4
	default:
		ok = false
	}
	if !ok {
		return fmt.Errorf("has values of type %.20s: save them as float32", strings.Map(plain, s))
	}
	a.size, a.order = n, binary.LittleEndian
	if t[0] == '>' {
		a.order = binary.BigEndian
	}
	return nil
}

func (a *array) rows() int { return a.shape[0] }

func (a *array) columns() int {
	n := 1
	for _, k := range a.shape[1:] {
		if n *= k; n > maxColumns || n < 0 {
			return maxColumns + 1
		}
	}
	return n
}

func (a *array) bytes() int64 { return int64(a.rows()) * int64(a.columns()) * int64(a.size) }

// next sets cells, as long as columns, to the next row.
func (a *array) next(cells []string) error {
	if a.fortran && a.all == nil {
		all, err := io.ReadAll(io.LimitReader(a.r, a.bytes()))
		if err != nil || int64(len(all)) < a.bytes() {
			return a.cut(err)
		}
		a.all = all
	}
	if !a.fortran {
		if a.buf == nil {
			a.buf = make([]byte, a.columns()*a.size)
		}
		if _, err := io.ReadFull(a.r, a.buf); err != nil {
			return a.cut(err)
		}
	}
	for j := range cells {
		b := a.buf
		if at := j * a.size; a.fortran {
			b = a.all[at*a.rows()+a.row*a.size:][:a.size]
		} else {
			b = b[at:][:a.size]
		}
		var err error
		if cells[j], err = a.cell(b); err != nil {
			return fmt.Errorf("row %d, column %d %w", a.row+1, j+1, err)
		}
	}
	a.row++
	return nil
}

func (a *array) cut(err error) error {
	if err == nil || err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("is cut short in row %d of %d: copy the file again", a.row+1, a.rows())
	}
	return fmt.Errorf("is damaged in row %d of %d (%w): copy the file again", a.row+1, a.rows(), err)
}

func (a *array) cell(b []byte) (string, error) {
	switch a.kind {
	case 'S':
		s := strings.TrimRight(string(b), "\x00")
		if !utf8.ValidString(s) {
			return "", errors.New("is not UTF-8: save it as Unicode (array.astype(str))")
		}
		return s, nil
	case 'U':
		var s strings.Builder
		for i := 0; i < len(b); i += 4 {
			if r := rune(a.order.Uint32(b[i:])); r != 0 {
				s.WriteRune(r)
			}
		}
		return s.String(), nil
	case 'b':
		return strconv.FormatBool(b[0] != 0), nil
	}
	var u uint64
	switch a.size {
	case 1:
		u = uint64(b[0])
	case 2:
		u = uint64(a.order.Uint16(b))
	case 4:
		u = uint64(a.order.Uint32(b))
	case 8:
		u = a.order.Uint64(b)
	}
	switch {
	case a.kind == 'u':
		return strconv.FormatUint(u, 10), nil
	case a.kind == 'i':
		shift := 64 - 8*a.size
		return strconv.FormatInt(int64(u<<shift)>>shift, 10), nil
	case a.size == 2:
		return float(half(uint16(u)), 32), nil
	case a.size == 4:
		return float(float64(math.Float32frombits(uint32(u))), 32), nil
	}
	return float(math.Float64frombits(u), 64), nil
}

// npy reads one array: its columns are x0, x1, …
func (s *Source) npy(name string, r *bufio.Reader) error {
	a, err := newArray(r)
	if err != nil {
		return err
	}
	names := columnNames("x", a)
	if len(a.shape) == 1 {
		names = []string{"x0"}
	}
	s.Rows = arrays(name, names, []*array{a})
	return nil
}

// columnNames are name0, name1, … for an array of rows of several numbers, name for one of one.
func columnNames(name string, a *array) []string {
	if a.columns() == 1 && len(a.shape) == 1 {
		return []string{name}
	}
	names := make([]string, a.columns())
	for j := range names {
		names[j] = fmt.Sprint(name, j)
	}
	return names
}

// arrays reads arrays of as many rows side by side.
func arrays(name string, names []string, as []*array) table.Rows {
	return func(yield func(table.Batch, error) bool) {
		b := table.Batch{Names: names}
		for i := range as[0].rows() {
			row := make([]string, len(names))
			at := 0
			for _, a := range as {
				if err := a.next(row[at : at+a.columns()]); err != nil {
					yield(table.Batch{}, fmt.Errorf("%s: %s%w", name, a.name, err))
					return
				}
				at += a.columns()
			}
			b.Rows, b.Lines = append(b.Rows, row), append(b.Lines, i+1)
			if len(b.Rows) == batchOf(len(names)) {
				if !yield(b, nil) {
					return
				}
				b.Rows, b.Lines = b.Rows[:0], b.Lines[:0]
			}
		}
		if len(b.Rows) > 0 || as[0].rows() == 0 {
			yield(b, nil)
		}
	}
}
