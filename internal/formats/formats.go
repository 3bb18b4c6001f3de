// Package formats reads files of tables in batches of rows, and folders of pictures. What a file
// is, its content says first and its name second.
package formats

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"gater/data/table"
)

// Source is a table in an open file, to be read once.
type Source struct {
	Format string // "CSV", "JSON", "Parquet", "NPY" or "NPZ"
	Rows   table.Rows
	file   *os.File
	share  func() float64
	text   *bufio.Reader
}

// CSV is the text of a CSV file, unpacked, for who takes it apart in place of Rows; nil: it is
// another format.
func (s *Source) CSV() *bufio.Reader { return s.text }

// Share is how much has been read, from 0 to 1, and whether that can be known.
func (s *Source) Share() (float64, bool) {
	if s.share == nil {
		return 0, false
	}
	return s.share(), true
}

// Close closes the file.
func (s *Source) Close() error { return s.file.Close() }

// Open opens a table; - is standard input. Text may be packed with gzip. Errors, here and in Rows,
// are a line that names the file and says what to do.
func Open(path string) (*Source, error) {
	name, f := path, os.Stdin
	if path == "-" {
		name = "standard input"
	} else {
		var err error
		if f, err = os.Open(path); err != nil {
			return nil, cannot(path, err)
		}
	}
	s := &Source{file: f}
	if err := s.open(name); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

func cannot(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: no such file: check the name", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: no permission to read it: change that, or copy it to a folder of your own", path)
	}
	return fmt.Errorf("%s: cannot be opened: %w", path, err)
}

// open finds out what the file is and sets Format, Rows and share.
func (s *Source) open(name string) error {
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return errors.New("is a folder, want a file")
	}
	counted := &counter{r: s.file}
	if info.Mode().IsRegular() && info.Size() > 0 {
		s.share = func() float64 { return min(1, float64(counted.n)/float64(info.Size())) }
	}
	br := bufio.NewReaderSize(counted, 1<<16)
	head, err := br.Peek(512)
	if err != nil && err != io.EOF {
		return err
	}
	kind := sniff(head, name)
	if kind == packed {
		z, err := gzip.NewReader(br)
		if err != nil {
			return unpacking(err)
		}
		name = strings.TrimSuffix(name, ".gz")
		br = bufio.NewReaderSize(unpacker{z}, 1<<16)
		if head, err = br.Peek(512); err != nil && err != io.EOF {
			return err
		}
		if kind = sniff(head, name); kind == parquetFile || kind == npzFile || kind == packed {
			return fmt.Errorf("%s packed with gzip: unpack it first (gzip -d)", kind)
		}
	}
	s.Format = string(kind)
	switch kind {
	case csvFile:
		s.Rows, s.text = CSV(name, br), br
	case jsonFile:
		s.Rows = NDJSON(name, br)
	case npyFile:
		return s.npy(name, br)
	case parquetFile, npzFile:
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is read from its end: save it and name the file, a pipe will not do", kind)
		}
		if kind == npzFile {
			return s.npz(name, info.Size())
		}
		return s.parquet(name, info.Size())
	default:
		return errors.New(string(kind))
	}
	return nil
}

// counter counts what has been read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// unpacker says in plain words why unpacking failed.
type unpacker struct{ z *gzip.Reader }

func (u unpacker) Read(p []byte) (int, error) {
	n, err := u.z.Read(p)
	if err != nil && err != io.EOF {
		err = unpacking(err)
	}
	return n, err
}

func unpacking(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || err == io.EOF {
		return errors.New("the gzip data is cut short: copy the file again")
	}
	return fmt.Errorf("the gzip data is damaged (%w): copy the file again", err)
}

var bom = []byte("\ufeff")

// text refuses what is not text in UTF-8, by the first bytes of it.
func text(head []byte) error {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.IndexByte(head, 0) >= 0 {
		return errors.New("UTF-16 or binary, not UTF-8 text: save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
	}
	return nil
}

// lines refuses text whose lines end as only old Macintoshes had them: it would be one line.
func lines(head []byte) error {
	if end := bytes.IndexByte(head, '\r'); end >= 0 && end < len(head)-1 && bytes.IndexByte(head, '\n') < 0 {
		return errors.New("has lines that end in CR alone: save it with LF or CRLF (tr '\\r' '\\n')")
	}
	return nil
}
