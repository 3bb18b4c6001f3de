package data

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// maxBytes bounds the data of one file, whatever it declares.
const maxBytes = 1 << 30

// A folder is where IDX files are looked for; dir is its name for people.
type folder struct {
	files fs.FS
	dir   string
}

// kind is the number of dimensions of a file: what it holds.
type kind int

const (
	labels   kind = 1
	pictures kind = 3
)

func (k kind) String() string {
	return map[kind]string{labels: "labels", pictures: "pictures"}[k]
}

// names are the file names that are looked for, in order.
func names(part string, k kind) []string {
	stem := fmt.Sprintf("%s-%s", part, map[kind]string{labels: "labels", pictures: "images"}[k])
	var all []string
	for _, sep := range []string{"-", "."} {
		name := fmt.Sprintf("%s%sidx%d-ubyte", stem, sep, k)
		all = append(all, name, name+".gz")
	}
	return all
}

// find returns the name of the file that holds the kind for the part, "train"
// or "t10k".
func (f folder) find(part string, k kind) (string, error) {
	all := names(part, k)
	for _, name := range all {
		if _, err := fs.Stat(f.files, name); !errors.Is(err, fs.ErrNotExist) {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s: holds no %s or %s: want the four files of MNIST, pictures and labels for train and t10k",
		f.dir, all[0], all[1])
}

// read returns the sizes and bytes of the file of that name, of the kind wanted.
// Errors name the file.
func (f folder) read(name string, want kind) ([]int, []uint8, error) {
	sizes, x, err := f.readIDX(name)
	if err == nil && kind(len(sizes)) != want {
		err = fmt.Errorf("looks like a %v file where %v belong: are the two files swapped?", kind(len(sizes)), want)
	}
	if err != nil {
		return nil, nil, f.fail(name, err)
	}
	return sizes, x, nil
}

func (f folder) readIDX(name string) ([]int, []uint8, error) {
	info, err := fs.Stat(f.files, name) // before opening: opening a pipe would wait
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return nil, nil, errors.New("is a folder, want a file: unpack its file into the folder above")
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errors.New("is not a regular file: put a copy of the data there")
	}
	r, err := f.files.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	if strings.HasSuffix(name, ".gz") {
		return readGzip(r, info.Size())
	}
	return ReadIDX(r, min(info.Size(), maxBytes))
}

// readGzip is ReadIDX of a gzip file of size bytes. Deflate packs at most 1032
// bytes into one, which bounds what the header can honestly declare.
func readGzip(r io.Reader, size int64) ([]int, []uint8, error) {
	z, err := gzip.NewReader(r)
	switch {
	case err == io.EOF:
		return nil, nil, errors.New("is empty: " + again)
	case err == gzip.ErrHeader:
		return nil, nil, errors.New("is not gzip data: if it is not compressed, take .gz off its name")
	case err != nil:
		return nil, nil, cut(err, 0, size)
	}
	return ReadIDX(z, min(size, maxBytes/1032)*1032)
}

// fail names the file that err is about.
func (f folder) fail(name string, err error) error {
	path := filepath.Join(f.dir, name)
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%s: no permission to read it: change that, or copy the files to a folder of your own", path)
	}
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return fmt.Errorf("%s: cannot be read (%w): %s", path, p.Err, again)
	}
	return fmt.Errorf("%s: %w", path, err)
}
