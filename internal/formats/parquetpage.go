package formats

import (
	"bufio"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// codecs says how many bytes a page of size packed bytes unpacks to, more than most if it is more than
// that. The library itself unpacks until the end, wherever that is, and has no end for damaged LZ4.
var codecs = map[format.CompressionCodec]func(r io.Reader, size, most int64) (int64, error){
	format.Uncompressed: func(_ io.Reader, size, _ int64) (int64, error) { return size, nil },
	format.Snappy: func(r io.Reader, _, _ int64) (int64, error) { // says it first
		head, err := bufio.NewReaderSize(r, 16).Peek(5)
		if err != nil && err != io.EOF {
			return 0, err
		}
		n, err := snappy.DecodedLen(head)
		return int64(n), err
	},
	format.Lz4Raw: func(r io.Reader, size, most int64) (int64, error) {
		if most > 256*size { // a byte is 255 at most
			return 0, nil
		}
		b := make([]byte, size)
		if _, err := io.ReadFull(r, b); err != nil {
			return 0, err
		}
		n, err := lz4.UncompressBlock(b, make([]byte, most))
		return int64(n), err
	},
	format.Gzip: func(r io.Reader, _, most int64) (int64, error) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return 0, err
		}
		return length(z, most)
	},
	format.Zstd: func(r io.Reader, _, most int64) (int64, error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(uint64(max(2*most, 1<<23))))
		if err != nil {
			return 0, err
		}
		defer z.Close()
		return length(z, most)
	},
	format.Brotli: func(r io.Reader, _, most int64) (int64, error) { return length(brotli.NewReader(r), most) },
}

// length is how many bytes r has, at most most+1.
func length(r io.Reader, most int64) (int64, error) {
	n, err := io.Copy(io.Discard, io.LimitReader(r, most+1))
	return n, err
}

// unpacks says what is wrong with what a page holds, by the header h before it.
func unpacks(codec format.CompressionCodec, h *format.PageHeader, page *io.SectionReader) error {
	most, start := int64(h.UncompressedPageSize), int64(0)
	if v2 := &h.DataPageHeaderV2; h.Type == format.DataPageV2 {
		if v2.V.IsCompressed.Valid && !v2.V.IsCompressed.V {
			codec = format.Uncompressed
		}
		start = int64(v2.V.DefinitionLevelsByteLength) + int64(v2.V.RepetitionLevelsByteLength)
		if v2.V.DefinitionLevelsByteLength < 0 || v2.V.RepetitionLevelsByteLength < 0 || start > page.Size() || start > most {
			return fmt.Errorf("declares %d bytes of levels", start)
		}
	}
	unpack, ok := codecs[codec]
	if !ok {
		return fmt.Errorf("is packed by %s", codec)
	}
	size := page.Size() - start
	if most -= start; size == 0 && most == 0 {
		return nil
	}
	n, err := unpack(io.NewSectionReader(page, start, size), size, most)
	if err == nil && n != most {
		err = fmt.Errorf("it declares %d bytes and holds others", most)
	}
	return err
}
