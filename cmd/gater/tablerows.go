package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"gater/data"
	"gater/data/table"
	"gater/internal/formats"
)

// rowsOf is the table of a file, which is opened anew whenever it is read. seen, if not nil, is told
// how far each reading has come.
func rowsOf(path string, seen *reading) table.Rows {
	return func(yield func(table.Batch, error) bool) {
		src, err := formats.Open(path)
		if err != nil {
			yield(table.Batch{}, err)
			return
		}
		defer src.Close()
		rows := src.Rows
		if seen != nil {
			rows = seen.rows(rows, src.Share)
		}
		for b, err := range rows {
			if !yield(b, err) {
				return
			}
		}
	}
}

// isTable reports whether DATA is the file of a table, or standard input: it is a file, or a target is
// named and no data set has that name.
func isTable(name string, target []string) bool {
	info, err := os.Stat(name)
	switch {
	case name == "-":
		return true
	case err == nil:
		return !info.IsDir()
	}
	return len(target) > 0 && !data.Named(name)
}

// spool keeps standard input in a file, so that it can be read more than once.
func spool(in io.Reader) (path string, err error) {
	f, err := os.CreateTemp("", "gater-input-*")
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

// inFile names the file that an error is about, as people named it.
func inFile(path, name string, err error) error {
	if err == nil {
		return nil
	}
	text := strings.Replace(err.Error(), path, name, 1)
	if !strings.HasPrefix(text, strings.TrimSuffix(name, ".gz")) {
		text = name + ": " + text
	}
	return errors.New(text)
}
