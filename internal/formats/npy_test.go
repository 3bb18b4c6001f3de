package formats

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"testing"

	"codeberg.org/sbinet/npyio"
	"codeberg.org/sbinet/npyio/npz"
	"gonum.org/v1/gonum/mat"
)

// npy is an array of that type and shape, by hand.
func npy(descr, shape, values string) []byte {
	return raw(fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n", descr, shape), values)
}

func raw(header, values string) []byte {
	b := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), byte(len(header)>>8))
	return append(append(b, header...), values...)
}

func le[T any](v ...T) string {
	var b bytes.Buffer
	binary.Write(&b, binary.LittleEndian, v)
	return b.String()
}

func TestNPY(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"bool", npy("|b1", "(2,)", "\x00\x01"), "x0 false true"},
		{"int8", npy("|i1", "(2,)", "\x80\x7f"), "x0 -128 127"},
		{"int16", npy("<i2", "(1, 2)", le[int16](-1, 300)), "x0|x1 -1|300"},
		{"int32, big-endian", npy(">i4", "(1,)", "\xff\xff\xff\xfe"), "x0 -2"},
		{"int64", npy("<i8", "(1,)", le(int64(math.MinInt64))), "x0 -9223372036854775808"},
		{"uint64", npy("<u8", "(1,)", le(uint64(math.MaxUint64))), "x0 18446744073709551615"},
		{"half", npy("<f2", "(4,)", le[uint16](0x3c00, 0xc000, 1, 0x7c00)), "x0 1 -2 5.9604645e-08 +Inf"},
		{"float", npy("<f4", "(2,)", le[float32](0.1, float32(math.NaN()))), "x0 0.1 NaN"},
		{"double", npy("<f8", "(2, 1)", le(0.1, -1e300)), "x0 0.1 -1e+300"},
		{"bytes", npy("|S3", "(2,)", "ab\x00xyz"), "x0 ab xyz"},
		{"text", npy("<U2", "(2,)", le[uint32]('é', 0, '€', 'x')), "x0 é €x"},
		{"pictures", npy("|u1", "(2, 1, 2)", "\x01\x02\x03\x04"), "x0|x1 1|2 3|4"},
		{"by columns", raw("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n", "\x01\x04\x02\x05\x03\x06"), "x0|x1|x2 1|2|3 4|5|6"},
		{"no rows", npy("<f8", "(0, 2)", ""), "x0|x1"},
	} {
		_, got, err := open(file(t, "a.npy", c.in))
		if c.name == "no rows" {
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.name, got, err, c.want)
		}
	}
}

// TestNPYWriter: arrays of a writer that is not ours.
func TestNPYWriter(t *testing.T) {
	var a, z bytes.Buffer
	m := mat.NewDense(2, 3, []float64{1, 2, 3, 4.5, 5, -6})
	if err := npyio.Write(&a, m); err != nil {
		t.Fatal(err)
	}
	w := npz.NewWriter(&z)
	if err := w.Write("X.npy", m); err != nil {
		t.Fatal(err)
	}
	if err := w.Write("y.npy", []int64{7, 8}); err != nil {
		t.Fatal(err)
	}
	w.Close()
	for _, c := range []struct {
		b    []byte
		want string
	}{{a.Bytes(), "x0|x1|x2 1|2|3 4.5|5|-6"}, {z.Bytes(), "x0|x1|x2|y 1|2|3|7 4.5|5|-6|8"}} {
		if _, got, err := open(file(t, "a", c.b)); err != nil || got != c.want {
			t.Errorf("%q %v, want %q", got, err, c.want)
		}
	}
}

// TestNumPy: files that NumPy 1.24 wrote, by
//
//	numpy.savez_compressed("numpy.npz", X=asfortranarray(…, float32), y=array(["cat", "dog"]), n=array([[1], [2]], ">i4"))
//	numpy.save("object.npy", array([{"a": 1}], dtype=object))
func TestNumPy(t *testing.T) {
	format, got, err := open("testdata/numpy.npz")
	if want := "x0|x1|x2|y|n0 1|2.5|-3|cat|1 4|NaN|6e+10|dog|2"; err != nil || format != "NPZ" || got != want {
		t.Errorf("%s %q %v, want %q", format, got, err, want)
	}
	_, _, err = open("testdata/object.npy")
	wantLine(t, err, "testdata/object.npy: holds Python objects as a pickle")
}

func TestNPYRefuses(t *testing.T) {
	huge := raw("", "xxxxxx")
	copy(huge[6:], "\x02\x00\xff\xff\xff\x7f")
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"pickle", npy("|O", "(1,)", "\x80\x04cos\nsystem\n"), "holds Python objects as a pickle, which can run code"},
		{"structured", raw("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }\n", ""), "structured array: save it as"},
		{"complex", npy("<c8", "(1,)", ""), "values of type '<c8': save them as float32"},
		{"times", npy("<M8[D]", "(1,)", ""), "values of type '<M8[D]'"},
		{"cut", npy("<f8", "(3, 2)", strings.Repeat("x", 40)), "cut short in row 3 of 3"},
		{"cut header", npy("<f8", "(3, 2)", "")[:30], "cut short inside its header"},
		{"by columns, cut", raw("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n", "\x01\x04"), "cut short in row 1"},
		{"huge header", huge, "declares a header of 2147483647 bytes"},
		{"huge", npy("<f8", "(4611686018427387904, 4)", ""), "declares the shape (4611686018427387904, 4), which no file"},
		{"many columns", npy("<f8", "(1, 100000)", ""), "want 1 to 65536"},
		{"long rows", npy("|S1048576", "(1, 65536)", ""), "has rows of 68719476736 bytes, more than 16 MiB"},
		{"many rows, none there", npy("<f8", "(1000000000000, 2)", ""), "cut short in row 1 of 1000000000000"},
		{"a number", npy("<f8", "()", "12345678"), "one number, not an array"},
		{"code in the header", raw("{'descr': '<f8', 'fortran_order': __import__('os'), 'shape': (1,), }\n", ""), "header that cannot be read"},
		{"no header", raw("\n", ""), "header that cannot be read"},
		{"Latin-1", npy("|S1", "(1,)", "\xe9"), "row 1, column 1 is not UTF-8"},
	} {
		path := file(t, "a.npy", c.in)
		_, _, err := open(path)
		wantLine(t, err, path+": ", c.want)
	}
}

// archive packs files; declared, where it is not 0, is the unpacked size that is claimed.
func archive(t *testing.T, declared uint64, names []string, files ...[]byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, f := range files {
		if declared == 0 {
			e, err := w.Create(names[i])
			if err != nil {
				t.Fatal(err)
			}
			e.Write(f)
			continue
		}
		e, err := w.CreateRaw(&zip.FileHeader{Name: names[i], Method: zip.Store, CRC32: crc32.ChecksumIEEE(f),
			CompressedSize64: uint64(len(f)), UncompressedSize64: declared})
		if err != nil {
			t.Fatal(err)
		}
		e.Write(f)
	}
	w.Close()
	return b.Bytes()
}

func TestNPZRefuses(t *testing.T) {
	one, two := npy("|u1", "(1,)", "\x01"), npy("|u1", "(2,)", "\x01\x02")
	long := archive(t, 0, []string{"x.npy"}, npy("|u1", "(5000,)", strings.Repeat("0123456789", 500)))
	spoilt := bytes.Clone(long)
	copy(spoilt[60:], "damaged")
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"not as many rows", archive(t, 0, []string{"X.npy", "y.npy"}, one, two), "X.npy has 1 rows and y.npy has 2"},
		{"out of the archive", archive(t, 0, []string{"../x.npy"}, one), `"../x.npy", a path`},
		{"a path", archive(t, 0, []string{"a/x.npy"}, one), `named "a/x.npy", a path`},
		{"no array", archive(t, 0, []string{"x.txt"}, one), "is no array"},
		{"workbook", archive(t, 0, []string{"[Content_Types].xml"}, one), "Office document: save the sheet as CSV"},
		{"pickle", archive(t, 0, []string{"x.npy"}, npy("|O", "(1,)", "cos\nsystem\n")), "x.npy holds Python objects"},
		{"same name", archive(t, 0, []string{"x.npy", "X.npy"}, one, one), "both named"},
		{"bomb", archive(t, 1<<40, []string{"x.npy"}, one), "declares 1099511627776 bytes packed in"},
		{"more than declared", archive(t, uint64(len(one)), []string{"x.npy"}, npy("|u1", "(9,)", "\x01")), "in its header: do not trust it"},
		{"more in the header", archive(t, 0, []string{"x.npy"}, npy("|u1", "(1000000,)", "\x01")), "in its header: do not trust it"},
		{"empty", archive(t, 0, nil), "holds 0 files"},
		{"cut", archive(t, 0, []string{"x.npy"}, one)[:60], "cannot be read as an archive"},
		{"damaged", spoilt, "x.npy "},
	} {
		path := file(t, "a.npz", c.in)
		_, _, err := open(path)
		wantLine(t, err, path+": ", c.want)
	}
}

// FuzzNPY: any bytes are a table or an error of one line, in memory by what is there and not by what is
// declared.
func FuzzNPY(f *testing.F) {
	f.Add(npy("|S1048576", "(1, 16)", "1"))
	f.Add(npy("|S1048576", "(1, 65536)", "1"))
	f.Add(npy("<f8", "(1, 1)", "12345678"))
	f.Add(npy("|O", "(1,)", "cos\n"))
	f.Add(raw("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n", "123456"))
	f.Fuzz(func(t *testing.T, b []byte) {
		within(t, len(b), 1<<10, func() {
			if a, err := newArray(bytes.NewReader(b)); err == nil {
				drain(t, "f", arrays("f", columnNames("x", a), []*array{a}))
			} else {
				line(t, "f", fmt.Errorf("f: %w", err))
			}
		})
	})
}

// FuzzNPZ: arrays and names of any bytes, in an archive that is whole, are a table or an error of one
// line. (FuzzOpen has archives that are not.)
func FuzzNPZ(f *testing.F) {
	f.Add("x.npy", npy("<f8", "(2, 1)", "1234567812345678"), "y.npy", npy("|u1", "(2,)", "12"))
	f.Add("x\n.npy", []byte("no array"), "y.npy", []byte("none"))
	f.Add("x", npy("<i2", "(1,)", "12"), "../y", []byte("no array"))
	f.Fuzz(func(t *testing.T, a string, x []byte, b string, y []byte) {
		var buf bytes.Buffer
		w := zip.NewWriter(&buf)
		for _, e := range []struct {
			name string
			b    []byte
		}{{a, x}, {b, y}} {
			in, err := w.Create(e.name)
			if err != nil {
				return
			}
			in.Write(e.b)
		}
		if err := w.Close(); err != nil {
			return
		}
		path := file(t, "f.npz", buf.Bytes())
		within(t, len(x)+len(y), 1<<10, func() {
			s, err := Open(path)
			if err != nil {
				line(t, path, err)
				return
			}
			defer s.Close()
			drain(t, path, s.Rows)
		})
	})
}
