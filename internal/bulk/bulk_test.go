package bulk

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"gater/data/table"
)

// echo is a work that writes what it gets: the line, and the cells or the error.
func echo(out []byte, rows []Row) ([]byte, error) {
	for _, r := range rows {
		out = fmt.Appendf(out, "%d %q", r.Line, r.Cells)
		if r.Err != nil {
			out = fmt.Appendf(out, " %v", r.Err)
		}
		out = append(out, '\n')
	}
	return out, nil
}

// put runs text through echo in blocks of a size.
func put(t testing.TB, text string, size, threads int) (string, error) {
	t.Helper()
	n := min(len(text), 40)
	src, err := FromCSV("f", []byte(text[:n]), iotest.HalfReader(strings.NewReader(text[n:])))
	if err != nil {
		return "", err
	}
	src.(*csvFile).size = size
	var b bytes.Buffer
	err = Run(context.Background(), src, &b, slices.Repeat([]Work{echo}, threads))
	return b.String(), err
}

// want is the same by encoding/csv; ok is false where that finds an error.
func want(text string) (string, bool) {
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	if _, err := c.Read(); err != nil {
		return "", false
	}
	var b []byte
	for {
		row, err := c.Read()
		if err == io.EOF {
			return string(b), true
		}
		if err != nil {
			return "", false
		}
		line, _ := c.FieldPos(0)
		b, _ = echo(b, []Row{{Line: line, Cells: row}})
	}
}

// TestCSV: rows in order, as encoding/csv takes them apart, whatever the size of blocks and the
// number of threads.
func TestCSV(t *testing.T) {
	var many strings.Builder
	many.WriteString("a,b\n")
	for i := range 500 {
		fmt.Fprintf(&many, "%d,%d\n", i, i*i)
		if i%50 == 7 {
			fmt.Fprintf(&many, "\"x\n\"\"%d\",\"y,\"\n\n", i)
		}
	}
	for name, text := range map[string]string{
		"many": many.String(), "no rows": "a,b\n", "no newline": "a,b\n1,2", "carriage returns": "a,b\r\n1,2\r\n3,\"4\r\n\"\r\n",
		"empty lines": "a,b\n\n1,2\n\n\n3,4\n\n", "quotes": "a,b\n\"\",\"\"\"\"\n", "a newline in the last field": "a,b\n1,\"2\n\n3\"",
	} {
		w, ok := want(text)
		if !ok {
			t.Fatal(name)
		}
		for _, size := range []int{1, 7, 64, 1 << 12} {
			for _, threads := range []int{1, 3} {
				if got, err := put(t, text, size, threads); err != nil || got != w {
					t.Errorf("%s in blocks of %d, %d threads: %v\n%.300s\nwant\n%.300s", name, size, threads, err, got, w)
				}
			}
		}
	}
}

// TestWideHeader: a header of more bytes than were read to begin with is whole.
func TestWideHeader(t *testing.T) {
	var names []string
	for i := range 20_000 {
		names = append(names, fmt.Sprint("column", i))
	}
	text := strings.Join(names, ",") + "\n" + strings.Repeat("1,", len(names)-1) + "1\n"
	src, err := FromCSV("f", []byte(text[:1<<15]), iotest.HalfReader(strings.NewReader(text[1<<15:])))
	if err != nil || !slices.Equal(src.Columns(), names) {
		t.Fatalf("%d columns, %v", len(src.Columns()), err)
	}
	var b bytes.Buffer
	count := func(out []byte, rows []Row) ([]byte, error) {
		for _, r := range rows {
			out = fmt.Append(out, r.Line, len(r.Cells), r.Err)
		}
		return out, nil
	}
	if err := Run(t.Context(), src, &b, []Work{count}); err != nil || b.String() != "2 20000 <nil>" {
		t.Errorf("%s, %v", b.String(), err)
	}
	_, err = FromCSV("f", []byte("\"a"), strings.NewReader(strings.Repeat("a\n", record)))
	if err == nil || err.Error() != "f: line 1: record longer than 16 MiB: is a quote left open?" {
		t.Errorf("an open quote in the header: %v", err)
	}
}

// TestBadRows: what is wrong with a row stays with the row, and those behind it go on.
func TestBadRows(t *testing.T) {
	text := "a,b\n1,2\n1,2,3\n5\n6,7\n8,\xff\n1\",2\n9,\"1\"0\n3,4\n"
	got, err := put(t, text, 1<<12, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{`2 ["1" "2"]`, "3 [\"1\" \"2\" \"3\"] 3 fields, the header has 2", "4 [\"5\"] 1 fields", `5 ["6" "7"]`, "field 2 is not UTF-8", "7 [] bare", "8 [] ", `9 ["3" "4"]`} {
		if !strings.Contains(got, w) {
			t.Errorf("no %q in\n%s", w, got)
		}
	}
}

// TestRefuses: what is wrong with the whole file.
func TestRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "f: empty",
		"a,a\n1,2\n":         `both named "a"`,
		"\xff\xfea\x00,\x00": "UTF-16",
		"a,b\n1,\"" + strings.Repeat("12345678901234567890123456789012345678901234567890123456789012\n", 17<<14): "f: line 2: record longer than 16 MiB: is a quote left open?",
	} {
		if _, err := put(t, text, 1<<22, 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", text, err, want)
		}
	}
	src, err := FromCSV("f", []byte("a\n1\n"), iotest.ErrReader(errors.New("the disk is gone")))
	if err == nil {
		err = Run(t.Context(), src, io.Discard, []Work{echo})
	}
	if err == nil || err.Error() != "f: the disk is gone" {
		t.Errorf("%v", err)
	}
}

// endless is rows without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "1,2\n"[i%4]
	}
	return len(p) / 4 * 4, nil
}

// TestStops: the first error ends everything, as does the context.
func TestStops(t *testing.T) {
	src := func() Source {
		s, err := FromCSV("f", []byte("a,b\n"), endless{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	blocks := 0
	count := func(out []byte, rows []Row) ([]byte, error) {
		if blocks++; blocks > 20 {
			return nil, errors.New("enough")
		}
		return out, nil
	}
	if err := Run(t.Context(), src(), io.Discard, []Work{count}); err == nil || err.Error() != "enough" {
		t.Errorf("%v", err)
	}
	full := errors.New("full")
	if err := Run(t.Context(), src(), failing{full}, []Work{echo, echo}); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	one := func(out []byte, rows []Row) ([]byte, error) { return append(out, 1), nil }
	for i := range 100 { // whoever notices first: the reader ends while blocks wait for a slow writer
		ctx, cancel := context.WithCancel(t.Context())
		s := src()
		s.(*csvFile).size = 64
		if err := Run(ctx, s, slow{cancel}, []Work{one}); !errors.Is(err, context.Canceled) {
			t.Fatalf("run %d: %v", i, err)
		}
	}
}

// slow ends everything while it writes, when there is more to write than is taken.
type slow struct{ cancel func() }

func (s slow) Write(p []byte) (int, error) {
	time.Sleep(8 * time.Millisecond)
	s.cancel()
	time.Sleep(2 * time.Millisecond)
	return len(p), nil
}

// TestFlat: memory does not grow with the file.
func TestFlat(t *testing.T) {
	src, err := FromCSV("f", []byte("a,b\n"), endless{})
	if err != nil {
		t.Fatal(err)
	}
	var at []uint64
	blocks := 0
	work := func(out []byte, rows []Row) ([]byte, error) {
		if blocks++; blocks%40 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			at = append(at, m.HeapAlloc)
		}
		if blocks == 160 {
			return nil, io.EOF
		}
		return echo(out, rows[:1])
	}
	Run(t.Context(), src, io.Discard, []Work{work})
	if at[3] > at[0]+4<<20 {
		t.Errorf("bytes in use after 40, 80, 120 and 160 blocks of 256 KiB: %d", at)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestFromRows: any table, whose reader uses its memory again.
func TestFromRows(t *testing.T) {
	rows := func(yield func(table.Batch, error) bool) {
		b := table.Batch{Names: []string{"a"}, Rows: [][]string{{""}}, Lines: []int{0}}
		for i := range 10 {
			b.Rows[0][0], b.Lines[0] = fmt.Sprint(i), i+2
			if !yield(b, nil) {
				return
			}
		}
	}
	src, err := FromRows(rows)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Run(t.Context(), src, &b, []Work{echo, echo}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.HasPrefix(got, "2 [\"0\"]\n3 [\"1\"]\n") || !strings.HasSuffix(got, "11 [\"9\"]\n") || src.Columns()[0] != "a" {
		t.Error(got)
	}
}

// FuzzCSV: what encoding/csv takes apart comes out the same.
func FuzzCSV(f *testing.F) {
	f.Add("a,b\n1,\"2\n\"\n", 5)
	f.Fuzz(func(t *testing.T, text string, size int) {
		got, err := put(t, text, 1+max(0, size)%100, 2)
		w, ok := want(text)
		if !ok || err != nil || strings.ContainsAny(text, "\ufeff;\t|\x00") || strings.Contains(text, "\r") {
			return
		}
		lines := strings.Split(w, "\n")
		for i, line := range strings.Split(got, "\n") {
			if i >= len(lines) || !strings.HasPrefix(line, lines[i]) {
				t.Fatalf("%q: line %q, want %q", text, line, lines)
			}
		}
	})
}
