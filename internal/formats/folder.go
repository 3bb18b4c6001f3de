package formats

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // what pictures may be
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// What a picture may declare before it is decoded.
const (
	maxSide   = 1 << 14 // pixels
	maxPixels = 1 << 26
	maxFiles  = 10_000_000
)

// Folder is a folder of pictures by class, looked through but not decoded.
type Folder struct {
	Dir      string
	Classes  []string // the names of its folders, sorted
	Files    []Picture
	Problems []string // files that are no pictures and folders without one, each a line
	root     *os.Root
}

// Picture is a picture in a Folder.
type Picture struct {
	Name          string // CLASS/FILE
	Class         int32  // its place in Classes
	Width, Height int
	Gray          bool
}

// OpenFolder looks through a folder that has a folder of PNG, JPEG and GIF pictures for each class.
// Links that lead out of it are not followed. seen, if not nil, is told of each picture.
func OpenFolder(dir string, seen func(n int)) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, cannot(dir, err)
	}
	f := &Folder{Dir: dir, root: root}
	if err := f.look(seen); err != nil {
		root.Close()
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return f, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

func (f *Folder) look(seen func(int)) error {
	entries, err := f.list(".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if info, err := f.root.Stat(e); err != nil {
			return f.refuse(e, err)
		} else if !info.IsDir() {
			f.problem("%s is in no class's folder: move it into one, or take it away", e)
			continue
		}
		f.Classes = append(f.Classes, e)
	}
	for c, class := range f.Classes {
		before := len(f.Files)
		if err := f.class(int32(c), class, seen); err != nil {
			return err
		}
		if len(f.Files) == before {
			f.problem("%s holds no picture: put some there, or take the folder away", class)
		}
	}
	switch {
	case len(f.Files) == 0 && len(f.Problems) > 0:
		return errors.New(f.Problems[0])
	case len(f.Files) == 0:
		return errors.New("holds no pictures: want a folder of PNG, JPEG or GIF files for each class")
	}
	return nil
}

func (f *Folder) class(c int32, class string, seen func(int)) error {
	names, err := f.list(class)
	if err != nil {
		return err
	}
	for _, n := range names {
		p := Picture{Name: path.Join(class, n), Class: c}
		info, err := f.root.Stat(p.Name)
		if err != nil {
			return f.refuse(p.Name, err)
		}
		switch {
		case info.IsDir():
			return fmt.Errorf("%s is a folder in a class's folder: name %s if its folders are the classes", p.Name, path.Join(f.Dir, class))
		case !info.Mode().IsRegular():
			f.problem("%s is not a regular file: take it away", p.Name)
			continue
		}
		if err := f.measure(&p); err != nil {
			f.problem("%s %v", p.Name, err)
			continue
		}
		if f.Files = append(f.Files, p); len(f.Files) > maxFiles {
			return fmt.Errorf("holds more than %d pictures", maxFiles)
		}
		if seen != nil {
			seen(len(f.Files))
		}
	}
	return nil
}

// measure reads the header of a picture.
func (f *Folder) measure(p *Picture) error {
	r, err := f.root.Open(p.Name)
	if err != nil {
		return errors.New("cannot be read: " + oneLine(err))
	}
	defer r.Close()
	c, _, err := image.DecodeConfig(r)
	switch {
	case errors.Is(err, image.ErrFormat):
		return errors.New("is no PNG, JPEG or GIF picture: save it as one, or take it away")
	case err != nil:
		return fmt.Errorf("is damaged (%s): copy it again", oneLine(err))
	case c.Width < 1 || c.Height < 1 || c.Width > maxSide || c.Height > maxSide || c.Width*c.Height > maxPixels:
		return fmt.Errorf("declares %d×%d pixels, more than a picture has: make it smaller", c.Width, c.Height)
	}
	p.Width, p.Height = c.Width, c.Height
	p.Gray = c.ColorModel == color.GrayModel || c.ColorModel == color.Gray16Model
	return nil
}

// list is the names in a folder, sorted, but for what systems leave there.
func (f *Folder) list(dir string) ([]string, error) {
	entries, err := fs.ReadDir(f.root.FS(), dir)
	if err != nil {
		return nil, f.refuse(dir, err)
	}
	var names []string
	for _, e := range entries {
		n := e.Name()
		if !strings.HasPrefix(n, ".") && !slices.Contains([]string{"Thumbs.db", "desktop.ini", "__MACOSX"}, n) {
			names = append(names, n)
		}
	}
	return names, nil
}

// refuse says that a file could not be looked at, most often since it leads out of the folder.
func (f *Folder) refuse(name string, err error) error {
	if info, e := f.root.Lstat(name); e == nil && info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%s is a link to nothing, or out of the folder: copy the file in its place", name)
	}
	return fmt.Errorf("%s cannot be read: %s", name, oneLine(err))
}

func (f *Folder) problem(format string, args ...any) {
	f.Problems = append(f.Problems, fmt.Sprintf(format, args...))
}
