package formats

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gater/data/table"
)

// file writes a file into a folder of the test's.
func file(t testing.TB, name string, b []byte) string {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// flat is a table as text: names and rows with bars between cells.
func flat(rows table.Rows) (string, error) {
	var all []string
	for b, err := range rows {
		if err != nil {
			return "", err
		}
		if all == nil {
			all = []string{strings.Join(b.Names, "|")}
		}
		for _, r := range b.Rows {
			all = append(all, strings.Join(r, "|"))
		}
	}
	return strings.Join(all, " "), nil
}

func open(path string) (string, string, error) {
	s, err := Open(path)
	if err != nil {
		return "", "", err
	}
	defer s.Close()
	text, err := flat(s.Rows)
	if share, ok := s.Share(); err == nil && (!ok || share != 1) {
		return s.Format, text, os.ErrInvalid
	}
	return s.Format, text, err
}

func zipped(b string) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	z.Write([]byte(b))
	z.Close()
	return buf.Bytes()
}

// TestOpen: content decides, and the name where content does not.
func TestOpen(t *testing.T) {
	for _, c := range []struct{ name, in, format, want string }{
		{"a.csv", "a,b\n1,2\n", "CSV", "a|b 1|2"},
		{"a.json", "a,b\n1,2\n", "CSV", "a|b 1|2"},
		{"a", `{"a":1,"b":"x"}`, "JSON", "a|b 1|x"},
		{"a.txt", "\n {\"a\":1}\n", "JSON", "a 1"},
		{"a.csv", "{a},b\n1,2\n", "CSV", "{a}|b 1|2"},
		{"a.csv.gz", string(zipped("a,b\n1,2\n")), "CSV", "a|b 1|2"},
		{"packed", string(zipped(`{"a":1}`)), "JSON", "a 1"},
		{"a.npy.gz", string(zipped(string(npy("<u1", "(2,)", "\x01\x02")))), "NPY", "x0 1 2"},
	} {
		format, got, err := open(file(t, c.name, []byte(c.in)))
		if err != nil || format != c.format || got != c.want {
			t.Errorf("%s: %s %q %v, want %s %q", c.name, format, got, err, c.format, c.want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	whole := zipped(strings.Repeat("a,b\n1,2\n", 1000))
	for _, c := range []struct{ name, in, want string }{
		{"empty.csv", "", "empty"},
		{"empty.json", "", "empty: want a JSON object"},
		{"a.png", "\x89PNG\r\n", "a picture: name the folder"},
		{"train-images-idx3-ubyte", "\x00\x00\x08\x03\x00\x00", "is an IDX file: name the folder"},
		{"a.zst", "\x28\xb5\x2f\xfd", "zstd"},
		{"a.xls", "\xd0\xcf\x11\xe0", "Excel workbook: save the sheet as CSV"},
		{"a.pkl", "\x80\x04\x95", "pickle, which can run code"},
		{"a.csv", "<!DOCTYPE html><html>", "a web page"},
		{"a.parquet", "PARE....", "encrypted"},
		{"a.csv.gz", string(whole[:len(whole)/2]), "cut short: copy"},
		{"a.csv.gz", string(whole[:5]), "cut short"},
		{"a.csv.gz", string(whole[:20]) + "xxxx" + string(whole[24:]), "gzip data is damaged"},
		{"a.gz", string(zipped(string(whole))), "gzip packed with gzip: unpack it first"},
		{"a.parquet.gz", string(zipped("PAR1")), "Parquet packed with gzip: unpack it first"},
		{"ragged.csv", "a,b\n1,2\n3\n", "line 3 has 1 fields, the header has 2"},
		{"delimiter.csv", "a;b\n1,2;3\n4,5\n", "line 3 has 1 fields"},
		{"utf16.csv", "\xff\xfea\x00,\x00b\x00", "UTF-16"},
		{"utf16.json", "{\x00\"\x00", "UTF-16"},
	} {
		path := file(t, c.name, []byte(c.in))
		_, _, err := open(path)
		wantLine(t, err, path+": ", c.want)
	}
	_, err := Open("no/such")
	wantLine(t, err, "no/such: no such file")
	dir := t.TempDir()
	_, err = Open(dir)
	wantLine(t, err, dir+": is a folder")
}

// wantLine wants an error of one line that begins with the first text and holds the others.
func wantLine(t *testing.T, err error, want ...string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(err.Error(), want[0]) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v, want %q", err, want)
		return
	}
	for _, w := range want[1:] {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %v, want %q", err, w)
		}
	}
}

// drain is a table's names and rows for a fuzz target, nil if it is refused or long: every row is as
// long as the names, and what is wrong is a line that begins with the file's name.
func drain(t *testing.T, name string, rows table.Rows) (all [][]string) {
	t.Helper()
	for b, err := range rows {
		if err != nil {
			line(t, name, err)
			return nil
		}
		if all == nil {
			all = [][]string{slices.Clone(b.Names)}
		}
		for _, r := range b.Rows {
			if len(r) != len(b.Names) || len(b.Rows) != len(b.Lines) {
				t.Fatal("a row unlike the names")
			}
			all = append(all, slices.Clone(r))
		}
		if len(all) > 10_000 {
			return nil
		}
	}
	return all
}

// line wants an error to be a short line about that file.
func line(t *testing.T, name string, err error) {
	t.Helper()
	s := err.Error()
	if !strings.HasPrefix(s, name+": ") || strings.ContainsFunc(s, unicode.IsControl) || len(s) > len(name)+500 {
		t.Errorf("no line about %s: %q", name, s)
	}
}

// within wants f to take no more bytes than 64 MiB and k for each of n.
func within(t *testing.T, n, k int, f func()) {
	t.Helper()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.TotalAlloc
	f()
	runtime.ReadMemStats(&m)
	if used := m.TotalAlloc - before; used > 64<<20+uint64(n)*uint64(k) {
		t.Errorf("%d bytes of memory for a file of %d", used, n)
	}
}

// FuzzOpen: any file is a table or an error of one line.
func FuzzOpen(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", `{"a":1}`, string(zipped("a,b\n1,2\n")), "PAR1", "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	f.Add(npy("<f8", "(1, 1)", "12345678"))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := file(t, "f", b)
		s, err := Open(path)
		if err != nil {
			line(t, path, err)
			return
		}
		defer s.Close()
		drain(t, path, s.Rows)
	})
}

// FuzzGzip: text that is packed is the same table, or refused for the same.
func FuzzGzip(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", `{"a":1}`, "PAR1", "", "\xff\xfea", "a,a\n"} {
		f.Add([]byte(s))
	}
	f.Add(npy("<f8", "(1, 1)", "12345678"))
	f.Add(zipped("a,b\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		read := func(b []byte) (all [][]string, format, why string) {
			path := file(t, "f", b)
			s, err := Open(path)
			if err != nil {
				line(t, path, err)
				return nil, "", strings.TrimPrefix(err.Error(), path)
			}
			defer s.Close()
			return drain(t, path, s.Rows), s.Format, ""
		}
		all, format, why := read(b)
		all2, format2, why2 := read(zipped(string(b)))
		if strings.Contains(why2, "packed with gzip: unpack it first") {
			return
		}
		if !reflect.DeepEqual(all, all2) || format != format2 || why != why2 {
			t.Errorf("%s %q %s, packed %s %q %s", format, all, why, format2, all2, why2)
		}
	})
}
