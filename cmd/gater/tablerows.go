package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"gater/data/table"
	"gater/internal/formats"
)

// rowsOf is the table of a file, which is opened anew whenever it is read. say, if not nil, is told
// now and then how far a long reading has come.
func rowsOf(path string, say func(string)) table.Rows {
	return func(yield func(table.Batch, error) bool) {
		f, err := openFile(path)
		if err != nil {
			yield(table.Batch{}, err)
			return
		}
		defer f.Close()
		n, last := 0, time.Now()
		for b, err := range formats.CSV(path, f) {
			if n += len(b.Rows); say != nil && time.Since(last) > readingInterval {
				last = time.Now()
				say(fmt.Sprintf("reading %s: %.1f million rows", path, float64(n)/1e6))
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

const readingInterval = 10 * time.Second

// openFile opens a regular file; its errors say what to do.
func openFile(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: give a file", path)
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		why := err
		if p := (*fs.PathError)(nil); errors.As(err, &p) {
			why = p.Err
		}
		return nil, fmt.Errorf("cannot read %s (%w): give the file of a table", path, why)
	}
	return f, nil
}

// isFile reports whether DATA is the file of a table, or standard input.
func isFile(name string) bool {
	if name == "-" {
		return true
	}
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// spool keeps standard input in a file, so that it can be read more than once.
func spool(in io.Reader) (path string, err error) {
	f, err := os.CreateTemp("", "gater-input-*.csv")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, in)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", fmt.Errorf("cannot keep standard input in %s: %w; give a file", f.Name(), err)
	}
	return f.Name(), nil
}

// move is a rename that also works from one file system to another.
func move(from, to string) error {
	if os.Rename(from, to) == nil {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close(), os.Remove(from))
}

// inFile names the file that an error of a table is about.
func inFile(path string, err error) error {
	if err == nil {
		return nil
	}
	if text := err.Error(); len(text) > len(path) && (text[:len(path)] == path || len(text) > 12+len(path) && text[:12+len(path)] == "cannot read "+path) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
