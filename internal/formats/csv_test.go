package formats

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"gater/data/table"
)

func TestCSVReads(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"comma", "a,b\n1,2\n", "a|b 1|2"},
		{"semicolon with decimal commas", "a;b\n1,5;2\n", "a|b 1,5|2"},
		{"tab", "a\tb\n1\t2\n", "a|b 1|2"},
		{"BOM and CRLF", "\ufeffa,b\r\n1,2\r\n", "a|b 1|2"},
		{"a name of two lines", "\"a\n(m)\",b\n1,2\n", "a (m)|b 1|2"},
		{"quoted", "a,b\n\"x,y\",2\n", "a|b x,y|2"},
		{"no end of line", "a\n1", "a 1"},
	} {
		var got []string
		for b, err := range CSV("f", strings.NewReader(c.in)) {
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			got = append(got, strings.Join(b.Names, "|"))
			for _, r := range b.Rows {
				got = append(got, strings.Join(r, "|"))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

func TestCSVRefuses(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", "f: empty"},
		{"UTF-16", "\xff\xfea\x00", "f: UTF-16"},
		{"lines of CR", "a,b\r1,2\r3,4\r", "f: has lines that end in CR alone: save it with LF or CRLF"},
		{"ragged", "a,b\n1,2\n3\n", "f: line 3 has 1 fields, the header has 2"},
		{"two names", "a,b,a\n1,2,3\n", `f: columns 1 and 3 are both named "a"`},
		{"no name", "a,\n1,2\n", "f: column 2 has no readable name"},
		{"many columns", strings.Repeat(",", 1<<16), "f: has 65537 columns, want at most 65536"},
		{"a long name", strings.Repeat("a", 1000) + "," + strings.Repeat("a", 1000) + "\n", `f: columns 1 and 2 are both named "` + strings.Repeat("a", 60) + `": rename`},
		{"open quote", "a,b\n\"1,2\n", "f: line 2: "},
		{"Latin-1", "a,b\n1,\xe9\n", `f: line 2, column "b" is not UTF-8`},
	} {
		_, _, err := table.Profile(CSV("f", strings.NewReader(c.in)))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestCSVWide: as many columns as there may be are read in little time, and few rows are in memory at once.
func TestCSVWide(t *testing.T) {
	var b strings.Builder
	for i := range maxColumns {
		fmt.Fprintf(&b, "c%d,", i)
	}
	head := strings.TrimSuffix(b.String(), ",") + "\n"
	row := strings.Repeat("1,", maxColumns-1) + "1\n"
	n := 0
	for b, err := range CSV("f", strings.NewReader(head+strings.Repeat(row, 40))) {
		if n += len(b.Rows); err != nil || len(b.Rows)*len(b.Names) > maxCells {
			t.Fatalf("%d rows of %d cells at once, %v", len(b.Rows), len(b.Names), err)
		}
	}
	if n != 40 {
		t.Errorf("%d rows, want 40", n)
	}
}

// TestCSVOpenQuote: a quote that never closes ends at the limit of a record, however long the file.
func TestCSVOpenQuote(t *testing.T) {
	r := io.MultiReader(strings.NewReader("a,b\n\""), endless{})
	if _, _, err := table.Profile(CSV("f", r)); err == nil || !strings.Contains(err.Error(), "16 MiB") {
		t.Errorf("an open quote gave %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	p[len(p)-1] = '\n'
	return len(p), nil
}

// FuzzCSV: any text is a table or an error of one line, and a table that is written is read again.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\ufeffa;b\r\n\"x\";\n", "\xff\xfea", "a,a\n", "\"a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all := drain(t, "f", CSV("f", strings.NewReader(s)))
		if all == nil {
			return
		}
		var b strings.Builder
		for _, row := range all {
			for j, cell := range row {
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
			}
			b.WriteByte('\n')
		}
		if again := drain(t, "f", CSV("f", strings.NewReader(b.String()))); !reflect.DeepEqual(again, all) {
			t.Errorf("%q\nis written\n%s\nand read as %q", all, b.String(), again)
		}
	})
}
