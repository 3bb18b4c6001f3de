package data

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Folder reads a folder of IDX files with the names of MNIST's, which
// Fashion-MNIST, KMNIST and others share: train-images-idx3-ubyte,
// train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte,
// each plain or ending in .gz, and with a dot for the last dash but one if they
// were unpacked that way. Errors name the file and say what to do.
func Folder(dir string) (*Splits, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s: no permission to read it: change that, or copy the files to a folder of your own", dir)
	case err != nil:
		return nil, fmt.Errorf(`%s: no such folder: want "mnist", "fashion", "synthetic" or a folder of IDX files`, dir)
	case !info.IsDir():
		return nil, fmt.Errorf("%s: is a file: name the folder that holds the four IDX files", dir)
	}
	return folder{os.DirFS(dir), dir}.load(filepath.Base(filepath.Clean(dir)))
}

// load reads the four files and checks that they belong together.
func (f folder) load(name string) (*Splits, error) {
	train, err := f.set("train")
	if err != nil {
		return nil, err
	}
	test, err := f.set("t10k")
	if err != nil {
		return nil, err
	}
	if train.Height != test.Height || train.Width != test.Width {
		return nil, fmt.Errorf("%s: pictures of %d×%d to train on and %d×%d to test on: the files are from different data sets",
			f.dir, train.Height, train.Width, test.Height, test.Width)
	}
	top := slices.Max(train.Labels)
	if most := slices.Max(test.Labels); most > top {
		return nil, fmt.Errorf("%s: label %d to test on, where training ends at %d: the files are from different data sets",
			f.dir, most, top)
	}
	if slices.Min(train.Labels) == top {
		return nil, fmt.Errorf("%s: every training label is %d: want two classes or more", f.dir, top)
	}
	if train.Len() < 6 {
		return nil, fmt.Errorf("%s: %d training pictures: want 6 or more, the last sixth is for validation", f.dir, train.Len())
	}
	for c := range int(top) + 1 {
		train.Classes = append(train.Classes, strconv.Itoa(c))
	}
	test.Classes = train.Classes
	return split(name, train, test), nil
}

// set reads the pictures and labels of a part, "train" or "t10k".
func (f folder) set(part string) (*Set, error) {
	px, err := f.find(part, pictures)
	if err != nil {
		return nil, err
	}
	lx, err := f.find(part, labels)
	if err != nil {
		return nil, err
	}
	n, y, err := f.read(lx, labels)
	if err != nil {
		return nil, err
	}
	size, x, err := f.read(px, pictures)
	if err != nil {
		return nil, err
	}
	if size[0] != n[0] {
		return nil, f.fail(lx, fmt.Errorf("%d labels for the %d pictures of %s: the files do not belong together", n[0], size[0], px))
	}
	s := &Set{Height: size[1], Width: size[2], X: x, Labels: make([]int32, len(y))}
	for i, c := range y {
		s.Labels[i] = int32(c)
	}
	return s, nil
}
