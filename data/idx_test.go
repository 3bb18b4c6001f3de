package data

import (
	"bytes"
	"io"
	"slices"
	"testing"
	"testing/fstest"
	"testing/iotest"
)

func TestReadIDX(t *testing.T) {
	big := idx(count(3<<20+5, 251), 3<<20+5) // past two doublings
	for _, b := range [][]byte{idx([]byte{7}, 1), idx(count(24, 256), 4, 2, 3), big} {
		for name, r := range map[string]io.Reader{
			"whole":    bytes.NewReader(b),
			"halves":   iotest.HalfReader(bytes.NewReader(b)),
			"with EOF": iotest.DataErrReader(bytes.NewReader(b)),
		} {
			sizes, x, err := ReadIDX(r, 1<<30)
			if err != nil || !bytes.Equal(x, b[4+4*len(sizes):]) {
				t.Errorf("%d bytes, %s: sizes %v, error %v, or other bytes", len(b), name, sizes, err)
			}
			if cap(x) != len(x) {
				t.Errorf("%d bytes kept in %d", len(x), cap(x))
			}
		}
	}
	_, _, err := ReadIDX(iotest.ErrReader(io.ErrClosedPipe), 10)
	wantError(t, err, "cannot be read", "closed pipe")
}

func TestReadIDXDoesNotTrustTheHeader(t *testing.T) {
	lie := idx(count(10, 256), 1<<30, 1<<4, 1<<4)
	if n := allocated(func() {
		_, _, err := ReadIDX(bytes.NewReader(lie), 1<<40)
		wantError(t, err, "cut short, after 10 of 274877906944 bytes")
	}); n > 2<<20 {
		t.Errorf("%d bytes allocated for a file of %d", n, len(lie))
	}
	truth := idx(make([]byte, 8<<20), 8<<20)
	if n := allocated(func() { ReadIDX(bytes.NewReader(truth), 1<<40) }); n < 8<<20 {
		t.Errorf("control: %d bytes allocated for 8 MiB of data", n)
	}
}

// TestGzipBomb packs 16 MiB behind a header that declares ten bytes.
func TestGzipBomb(t *testing.T) {
	bomb := zip(idx(make([]byte, 16<<20), 10))
	r := bytes.NewReader(bomb)
	if n := allocated(func() {
		_, _, err := readGzip(r, int64(len(bomb)))
		wantError(t, err, "goes on after the 10 bytes")
	}); n > 2<<20 {
		t.Errorf("%d bytes allocated", n)
	}
	if used := len(bomb) - r.Len(); used > len(bomb)/2 {
		t.Errorf("%d of %d compressed bytes read", used, len(bomb))
	}
}

func seeds(f *testing.F) {
	for _, b := range [][]byte{
		nil, {0, 0, 8}, idx(nil), idx([]byte{1, 2}, 2), idx(count(24, 256), 4, 2, 3), idx(count(23, 256), 4, 2, 3),
		idx(count(25, 256), 4, 2, 3), idx(nil, 1<<32-1, 1<<32-1, 1<<32-1), idx(nil, 0, 1, 1), idx([]byte{1, 2}, 1, 2), []byte("<html>"),
	} {
		f.Add(b)
	}
}

// FuzzReadIDX holds what is accepted to being the file, no more and no less.
func FuzzReadIDX(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		sizes, x, err := ReadIDX(bytes.NewReader(b), 1<<20)
		if err != nil {
			if sizes != nil || x != nil {
				t.Fatal("an error, and data as well")
			}
			return
		}
		var u []uint32
		for _, s := range sizes {
			u = append(u, uint32(s))
		}
		if !bytes.Equal(idx(x, u...), b) || len(x) > 1<<20 {
			t.Fatalf("% x was read as %v, % x", b, sizes, x)
		}
	})
}

// FuzzGzip reads b as it stands and packed: packing must not change the verdict.
func FuzzGzip(f *testing.F) {
	seeds(f)
	f.Add(zip(idx([]byte{1, 2}, 2)))
	f.Fuzz(func(t *testing.T, b []byte) {
		read := func(name string, b []byte) ([]int, []byte, error) {
			return folder{fstest.MapFS{name: {Data: b}}, "DIR"}.readIDX(name)
		}
		if _, x, err := read("f.gz", b); err == nil && len(x) > 1032*len(b) {
			t.Fatalf("%d bytes out of %d", len(x), len(b))
		}
		s1, x1, err1 := read("f", b)
		s2, x2, err2 := read("f.gz", zip(b))
		if (err1 == nil) != (err2 == nil) || !slices.Equal(s1, s2) || !bytes.Equal(x1, x2) {
			t.Fatalf("plain: %v %v, packed: %v %v", s1, err1, s2, err2)
		}
	})
}
