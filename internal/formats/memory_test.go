package formats

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"gater/data/table"
)

// peak is the most memory in use between batches of a table, above what was before; the rows are kept
// or not.
func peak(t *testing.T, rows table.Rows, keep bool) uint64 {
	var m runtime.MemStats
	inUse := func() uint64 { runtime.GC(); runtime.ReadMemStats(&m); return m.HeapAlloc }
	before, most, n := inUse(), uint64(0), 0
	var kept [][]string
	for b, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		if keep {
			kept = append(kept, b.Rows...)
		}
		if n++; n%50 == 0 {
			most = max(most, inUse())
		}
	}
	runtime.KeepAlive(kept)
	return most - min(most, before)
}

// TestMemory: ten times the rows take no more memory, of each format; kept, they do.
func TestMemory(t *testing.T) {
	const n, slack = 20_000, 1 << 20
	for _, c := range []struct {
		name string
		rows func(n int) table.Rows
	}{
		{"CSV", func(n int) table.Rows { return CSV("f", strings.NewReader("a,b\n"+strings.Repeat("12345,text\n", n))) }},
		{"JSON", func(n int) table.Rows {
			return NDJSON("f", strings.NewReader(strings.Repeat(`{"a":12345,"b":"text"}`+"\n", n)))
		}},
		{"Parquet", func(n int) table.Rows {
			b := parquetFileOf(t, 5000, pairs(n))
			c, err := openParquet(bytes.NewReader(b), int64(len(b)))
			if err != nil {
				t.Fatal(err)
			}
			return func(yield func(table.Batch, error) bool) { c.read(func(b table.Batch) bool { return yield(b, nil) }) }
		}},
		{"NPY", func(n int) table.Rows {
			a, err := newArray(bytes.NewReader(npy("<f8", fmt.Sprintf("(%d, 2)", n), strings.Repeat("0123456789abcdef", n))))
			if err != nil {
				t.Fatal(err)
			}
			return arrays("f", columnNames("x", a), []*array{a})
		}},
	} {
		few, many, kept := peak(t, c.rows(n), false), peak(t, c.rows(10*n), false), peak(t, c.rows(10*n), true)
		if many > few+slack || kept < many+5*slack {
			t.Errorf("%s: %d bytes of %d rows, %d of ten times as many, %d of those kept", c.name, few, n, many, kept)
		}
	}
}
