package formats

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/big"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"gater/data/table"
)

// parquetFileOf writes rows of a struct, in row groups of so many.
func parquetFileOf[T any](t testing.TB, group int, rows []T, opts ...parquet.WriterOption) []byte {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, append(opts, parquet.MaxRowsPerRowGroup(int64(group)))...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type everyType struct {
	B   bool             `parquet:"b"`
	I8  int8             `parquet:"i8"`
	I32 int32            `parquet:"i32"`
	I64 int64            `parquet:"i64"`
	U32 uint32           `parquet:"u32"`
	U64 uint64           `parquet:"u64"`
	F   float32          `parquet:"f"`
	D   float64          `parquet:"d"`
	S   string           `parquet:"s,dict"`
	Z   []byte           `parquet:"z,zstd"`
	O   *int64           `parquet:"o,optional"`
	Day int32            `parquet:"day,date"`
	Ms  int64            `parquet:"ms,timestamp(millisecond)"`
	Ns  int64            `parquet:"ns,timestamp(nanosecond:local)"`
	At  int64            `parquet:"at,time(microsecond)"`
	D32 int32            `parquet:"d32,decimal(2:9)"`
	D64 int64            `parquet:"d64,decimal(4:18)"`
	Dec [5]byte          `parquet:"dec,decimal(3:11)"`
	Id  [16]byte         `parquet:"id,uuid"`
	Old deprecated.Int96 `parquet:"old"`
}

func TestParquetTypes(t *testing.T) {
	seven := int64(7)
	when := time.Date(2024, 2, 29, 12, 30, 0, 250e6, time.UTC)
	row := everyType{true, -8, -32, math.MinInt64, math.MaxUint32, math.MaxUint64, 0.1, 1e-300, "é", []byte("raw"), &seven,
		int32(when.Unix() / 86400), when.UnixMilli(), when.UnixNano(), 45_000_000_000, -5, 123456, [5]byte{0xff, 0xff, 0xff, 0xfc, 0x17},
		[16]byte{0x12, 0x3e, 15: 0xff}, deprecated.Int96{1000, 0, 2440589}}
	empty := row
	empty.O, empty.S = nil, ""
	_, got, err := open(file(t, "a.parquet", parquetFileOf(t, 1, []everyType{row, empty})))
	want := "b|i8|i32|i64|u32|u64|f|d|s|z|o|day|ms|ns|at|d32|d64|dec|id|old"
	line := "true|-8|-32|-9223372036854775808|4294967295|18446744073709551615|0.1|1e-300|%s|raw|%s|2024-02-29|" +
		"2024-02-29T12:30:00.25Z|2024-02-29T12:30:00.25|12:30:00|-0.05|12.3456|-1.001|123e0000-0000-0000-0000-0000000000ff|1970-01-02T00:00:00.000001Z"
	want += " " + fmt.Sprintf(line, "é", "7") + " " + fmt.Sprintf(line, "", "")
	if err != nil || got != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, got, want)
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		n     int64
		scale int
		want  string
	}{{0, 2, "0.00"}, {-1, 3, "-0.001"}, {12345, 2, "123.45"}, {7, 0, "7"}, {7, -2, "700"}} {
		if got := decimal(big.NewInt(c.n), c.scale); got != c.want {
			t.Errorf("%d by %d: %s, want %s", c.n, c.scale, got, c.want)
		}
	}
}

type pair struct {
	A int64  `parquet:"a"`
	S string `parquet:"s"`
}

func pairs(n int) []pair {
	p := make([]pair, n)
	for i := range p {
		p[i] = pair{int64(i), fmt.Sprint("s", i%10)}
	}
	return p
}

// TestParquetRowGroups: all rows arrive in order over batches and row groups, with each codec.
func TestParquetRowGroups(t *testing.T) {
	for _, codec := range []parquet.WriterOption{parquet.Compression(&parquet.Snappy), parquet.Compression(&parquet.Gzip),
		parquet.Compression(&parquet.Zstd), parquet.Compression(&parquet.Lz4Raw), parquet.Compression(&parquet.Brotli)} {
		s, err := Open(file(t, "a", parquetFileOf(t, 700, pairs(2000), codec, parquet.PageBufferSize(1000))))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for b, err := range s.Rows {
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range b.Rows {
				if r[0] != fmt.Sprint(n) || r[1] != fmt.Sprint("s", n%10) || b.Lines[i] != n+1 {
					t.Fatalf("row %d is %v at %d", n, r, b.Lines[i])
				}
				n++
			}
		}
		if s.Close(); n != 2000 {
			t.Errorf("%d rows", n)
		}
	}
}

func TestParquetRefuses(t *testing.T) {
	good := parquetFileOf(t, 1000, pairs(2000))
	foot := bytes.Clone(good)
	binary.LittleEndian.PutUint32(foot[len(foot)-8:], 1<<30)
	type inner struct{ X int64 }
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"cut", good[:len(good)/2], "does not end as Parquet does, so it is cut short: copy the file again"},
		{"cut by one", good[:len(good)-1], "cut short"},
		{"short", good[:9], "cut short"},
		{"huge footer", foot, "declares a footer of 1073741824 bytes"},
		{"list", parquetFileOf(t, 1, []struct {
			A int64   `parquet:"a"`
			L []int64 `parquet:"l"`
		}{{1, []int64{2}}}), `column "l" is nested (a list, map or struct)`},
		{"struct", parquetFileOf(t, 1, []struct{ In inner }{{inner{1}}}), `column "In" is nested`},
		{"map", parquetFileOf(t, 1, []struct{ M map[string]int64 }{{map[string]int64{"a": 1}}}), `column "M" is nested`},
		{"bytes", parquetFileOf(t, 1, []struct{ Z []byte }{{[]byte("ok")}, {[]byte("\xff")}}), `row 2, column "Z" holds bytes that are no text`},
		{"garbage in the footer", append(bytes.Clone(good[:len(good)-40]), append([]byte(strings.Repeat("\xff", 32)), good[len(good)-8:]...)...), "damaged"},
	} {
		path := file(t, "a.parquet", c.in)
		_, _, err := open(path)
		wantLine(t, err, path+": ", c.want)
	}
}

// TestParquetDamage: whichever byte is damaged, there is a table or an error of a line, never a panic,
// nor memory without end, which damaged LZ4 asks the library for.
func TestParquetDamage(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, c := range []parquet.WriterOption{parquet.Compression(&parquet.Uncompressed), parquet.Compression(&parquet.Snappy), parquet.Compression(&parquet.Gzip),
		parquet.Compression(&parquet.Zstd), parquet.Compression(&parquet.Lz4Raw), parquet.Compression(&parquet.Brotli)} {
		good := parquetFileOf(t, 3, pairs(6), c)
		refused := 0
		for i := range good {
			for _, flip := range []byte{0xff, 1} {
				b := bytes.Clone(good)
				b[i] ^= flip
				c, err := openParquet(bytes.NewReader(b), int64(len(b)))
				if err == nil {
					s := 0
					err = c.read(func(b table.Batch) bool { s++; return s < 100 })
				}
				if err != nil {
					if refused++; strings.Contains(err.Error(), "\n") {
						t.Fatalf("byte %d: %v", i, err)
					}
				}
			}
		}
		if refused < len(good)/2 {
			t.Errorf("%v: only %d of %d damages were refused", c, refused, 2*len(good))
		}
	}
}

// TestUnpacks: a page that unpacks to more than it declares is refused, of each codec, before it takes
// the memory; one that declares what it has is not.
func TestUnpacks(t *testing.T) {
	const n = 1 << 20
	for _, codec := range []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Zstd, &parquet.Lz4Raw, &parquet.Brotli} {
		packed, err := codec.Encode(nil, make([]byte, n))
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range []int32{n, n - 1, 100} {
			var before, after runtime.MemStats
			h := &format.PageHeader{UncompressedPageSize: declared}
			runtime.ReadMemStats(&before)
			err := unpacks(codec.CompressionCodec(), h, io.NewSectionReader(bytes.NewReader(packed), 0, int64(len(packed))))
			runtime.ReadMemStats(&after)
			if (err == nil) != (declared == n) {
				t.Errorf("%v, %d bytes declared as %d: %v", codec, n, declared, err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; declared == 100 && used > 3*n {
				t.Errorf("%v: %d bytes were taken for a page that declares %d", codec, used, declared)
			}
		}
	}
	v2 := &format.PageHeader{Type: format.DataPageV2, UncompressedPageSize: 10}
	v2.DataPageHeaderV2.V.DefinitionLevelsByteLength = 11
	if err := unpacks(format.Gzip, v2, io.NewSectionReader(strings.NewReader("0123456789"), 0, 10)); err == nil || !strings.Contains(err.Error(), "11 bytes of levels") {
		t.Errorf("levels beyond the page: %v", err)
	}
	if err := unpacks(format.LZO, v2, io.NewSectionReader(strings.NewReader(""), 0, 0)); err == nil {
		t.Error("an unknown codec is taken")
	}
}

// BenchmarkParquet: a file with each codec; check is the part that looks at pages before they are read.
func BenchmarkParquet(b *testing.B) {
	for _, codec := range []compress.Codec{&parquet.Snappy, &parquet.Gzip, &parquet.Zstd, &parquet.Lz4Raw, &parquet.Brotli} {
		file := parquetFileOf(b, 100_000, pairs(100_000), parquet.Compression(codec))
		c, err := openParquet(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			b.Fatal(err)
		}
		for name, f := range map[string]func() error{
			"check": func() error { return c.check(0) },
			"read":  func() error { return c.read(func(table.Batch) bool { return true }) },
		} {
			b.Run(codec.String()+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if err := f(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// FuzzParquet: any bytes are a table of as many rows as it declares, or an error of one line.
func FuzzParquet(f *testing.F) {
	f.Add(parquetFileOf(f, 30, pairs(60)))
	f.Add(parquetFileOf(f, 1, make([]everyType, 2)))
	for _, c := range []compress.Codec{&parquet.Gzip, &parquet.Zstd, &parquet.Lz4Raw, &parquet.Brotli} {
		f.Add(parquetFileOf(f, 30, pairs(60), parquet.Compression(c)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := openParquet(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			line(t, "f", fmt.Errorf("f: %w", err))
			return
		}
		n, more := 0, false
		err = c.read(func(b table.Batch) bool {
			for _, r := range b.Rows {
				if len(r) != len(c.names) || len(b.Lines) != len(b.Rows) {
					t.Fatal("a row unlike the names")
				}
			}
			n += len(b.Rows)
			more = n >= 10_000
			return !more
		})
		if err != nil {
			line(t, "f", fmt.Errorf("f: %w", err))
		} else if !more && int64(n) != c.f.NumRows() {
			t.Errorf("%d rows, %d declared", n, c.f.NumRows())
		}
	})
}
