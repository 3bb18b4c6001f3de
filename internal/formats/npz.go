package formats

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
)

// What an archive may hold, and unpack to: deflate packs at most 1,032 bytes into one.
const (
	maxArrays   = 1024
	maxUnpacked = 1 << 36 // bytes
	maxRatio    = 1032
)

// npz reads an archive of arrays of as many rows, side by side: X and y, for example. The columns of
// X are x0, x1, …; that of y, of one dimension, is y.
func (s *Source) npz(name string, size int64) error {
	z, err := zip.NewReader(s.file, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // entry looks at names itself
		return fmt.Errorf("cannot be read as an archive (%w): copy the file again", err)
	}
	if len(z.File) == 0 || len(z.File) > maxArrays {
		return fmt.Errorf("holds %d files, want 1 to %d arrays", len(z.File), maxArrays)
	}
	var as []*array
	var names []string
	for _, f := range z.File {
		a, err := entry(f)
		if err != nil {
			return err
		}
		if len(as) > 0 && a.rows() != as[0].rows() {
			return fmt.Errorf("%s has %d rows and %s has %d: save arrays that have a row for each example",
				z.File[0].Name, as[0].rows(), f.Name, a.rows())
		}
		if n := len(names) + a.columns(); n > maxColumns {
			return fmt.Errorf("has %d columns and more, want at most %d", n, maxColumns)
		}
		as = append(as, a)
		names = append(names, columnNames(strings.ToLower(strings.TrimSuffix(f.Name, ".npy")), a)...)
	}
	if err := checkNames(names); err != nil {
		return err
	}
	s.Rows = arrays(name, names, as)
	s.share = func() float64 { return float64(as[0].row) / float64(max(1, as[0].rows())) }
	return nil
}

// entry opens one array of an archive, and believes no size that its packed bytes cannot hold.
func entry(f *zip.File) (*array, error) {
	packed, unpacked := f.CompressedSize64, f.UncompressedSize64
	switch {
	case f.Name == "[Content_Types].xml" || strings.HasPrefix(f.Name, "xl/") || strings.HasPrefix(f.Name, "word/"):
		return nil, errors.New("is an Office document: save the sheet as CSV")
	case !fs.ValidPath(f.Name) || strings.ContainsAny(f.Name, `/\:`):
		return nil, fmt.Errorf("holds a file named %.60q, a path: do not trust it, and save arrays with numpy.savez", f.Name)
	case !strings.HasSuffix(f.Name, ".npy") || f.Name == ".npy" || len(f.Name) > 255 || strings.ContainsFunc(f.Name, unicode.IsControl):
		return nil, fmt.Errorf("holds %.60q, which is no array: want an archive that numpy.savez wrote", f.Name)
	case f.Flags&1 != 0:
		return nil, fmt.Errorf("%s is encrypted: save the archive without a password", f.Name)
	case !slices.Contains([]uint16{zip.Store, zip.Deflate}, f.Method):
		return nil, fmt.Errorf("%s is packed in a way (%d) that is not known: save with numpy.savez", f.Name, f.Method)
	case unpacked > maxUnpacked || unpacked > packed*maxRatio+64:
		return nil, fmt.Errorf("%s declares %d bytes packed in %d, more than any array: do not trust it", f.Name, unpacked, packed)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read (%w): copy the file again", f.Name, err)
	}
	a, err := newArray(bufio.NewReaderSize(r, 1<<14))
	if err != nil {
		return nil, fmt.Errorf("%s %w", f.Name, err)
	}
	a.name = f.Name + " "
	if want := a.head + a.bytes(); uint64(want) != unpacked {
		return nil, fmt.Errorf("%s declares %d bytes in the archive and %d in its header: do not trust it, or copy it again", f.Name, unpacked, want)
	}
	return a, nil
}
