package data

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// again is the remedy for a file that is not what it was.
const again = "copy or download it again"

// ReadIDX reads an IDX file of unsigned bytes with one dimension (labels) or
// three (pictures: number, height, width), and wants nothing after it.
//
//	00 00 08 D   D sizes, 32 bits each, big endian   ∏ sizes bytes
//
// It returns the sizes and the bytes. A header that declares more than limit
// bytes is refused, and memory grows with what has been read, not with what was
// declared.
func ReadIDX(r io.Reader, limit int64) (sizes []int, x []uint8, err error) {
	if sizes, err = readHeader(r); err != nil {
		return nil, nil, err
	}
	total, err := product(sizes, limit)
	if err != nil {
		return nil, nil, err
	}
	if x, err = readBytes(r, total); err != nil {
		return nil, nil, err
	}
	var more [1]byte
	switch n, err := io.ReadFull(r, more[:]); {
	case n > 0:
		return nil, nil, fmt.Errorf("goes on after the %d bytes of data it declares: %s", total, again)
	case err != io.EOF:
		return nil, nil, cut(err, total, total)
	}
	return sizes, x, nil
}

func readHeader(r io.Reader) ([]int, error) {
	var b [16]byte
	if n, err := io.ReadFull(r, b[:4]); err != nil {
		return nil, headerEnds(err, n, 4)
	}
	if b[0] != 0 || b[1] != 0 || b[2] != 8 || b[3] != 1 && b[3] != 3 {
		return nil, notIDX(b[:4])
	}
	sizes := make([]int, b[3])
	h := b[4 : 4+4*len(sizes)]
	if n, err := io.ReadFull(r, h); err != nil {
		return nil, headerEnds(err, 4+n, 4+len(h))
	}
	for i := range sizes {
		v := binary.BigEndian.Uint32(h[4*i:])
		if v == 0 || v > 1<<31-1 {
			return nil, fmt.Errorf("declares a size of %d: %s", v, again)
		}
		sizes[i] = int(v)
	}
	return sizes, nil
}

func headerEnds(err error, n, want int) error {
	switch {
	case err == io.EOF && n == 0:
		return errors.New("is empty: " + again)
	case err == io.EOF, err == io.ErrUnexpectedEOF:
		return fmt.Errorf("ends inside its header, after %d of %d bytes: %s", n, want, again)
	}
	return fmt.Errorf("is damaged or cannot be read (%w): %s", err, again)
}

func notIDX(b []byte) error {
	switch {
	case b[0] == '<':
		return errors.New("is a web page, not data: download the file itself")
	case b[0] == 0x1f && b[1] == 0x8b:
		return errors.New("is compressed: let its name end in .gz")
	}
	return fmt.Errorf("is not an IDX file of bytes: it starts with % x, want 00 00 08 01 (labels) or 00 00 08 03 (pictures)", b)
}

// product is ∏ sizes, at most limit.
func product(sizes []int, limit int64) (int64, error) {
	total := int64(1)
	for _, s := range sizes {
		if int64(s) > limit/total {
			return 0, fmt.Errorf("declares %s bytes of data but can hold %d at most: it is cut short or damaged, %s", times(sizes), limit, again)
		}
		total *= int64(s)
	}
	return total, nil
}

// times is a×b×c.
func times(sizes []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(sizes), "[]"), " ", "×")
}

// readBytes reads total bytes into memory that doubles as they come.
func readBytes(r io.Reader, total int64) ([]uint8, error) {
	x := make([]uint8, min(total, 1<<20))
	for n := 0; ; {
		m, err := io.ReadFull(r, x[n:])
		if n += m; err != nil {
			return nil, cut(err, int64(n), total)
		}
		if int64(n) == total {
			return x, nil
		}
		x = append(make([]uint8, 0, min(total, 2*int64(n))), x...)
		x = x[:cap(x)]
	}
}

// cut says why reading stopped after n of total bytes of data.
func cut(err error, n, total int64) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("is cut short, after %d of %d bytes of data: %s", n, total, again)
	}
	return fmt.Errorf("is damaged or cannot be read (%w): %s", err, again)
}
