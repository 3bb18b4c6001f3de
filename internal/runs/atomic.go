// Package runs keeps a run on disk: a folder with its settings (config.json), its network as people
// read it (net.yaml), its events (events.jsonl), a checkpoint to go on from, the trained model, and
// the report. Files are replaced as a whole or not at all, so that a run that is killed at any moment
// can be resumed.
package runs

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// WriteFile makes or replaces a file in one step: what write produces goes to a temporary file
// beside it, which takes the file's place once it is safely on disk. On an error the old file,
// if there was one, is as it was.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return Explain(err, path)
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
			err = Explain(err, path)
		}
	}()
	w := bufio.NewWriterSize(tmp, 1<<20)
	if err = write(w); err != nil {
		return err
	}
	if err = w.Flush(); err != nil {
		return err
	}
	if err = tmp.Chmod(0o644); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	syncDir(filepath.Dir(path))
	return nil
}

// syncDir makes a rename last; systems that cannot sync a folder do without.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}

// Explain turns an operating system's error about writing a file into a line that says what to do;
// nil stays nil.
func Explain(err error, path string) error {
	why := "%w"
	switch {
	case errors.Is(err, syscall.ENOSPC):
		why = "the disk is full (%w): free some space, or"
	case errors.Is(err, syscall.EFBIG):
		why = "a limit on the size of files is reached (%w): raise it, or"
	case errors.Is(err, syscall.ENOTDIR):
		why = "a part of the path is a file (%w):"
	case errors.As(err, new(syscall.Errno)):
		why = "%w:"
	default: // nil among them
		return err
	}
	return fmt.Errorf("cannot write %s: "+why+" choose another place with --out", path, cause(err))
}

// cause is the system's own words, without the names of calls and temporary files.
func cause(err error) error {
	var e syscall.Errno
	if errors.As(err, &e) {
		return e
	}
	return err
}

// Sweep removes what WriteFile left of a file when its process was killed.
func Sweep(path string) { sweep(filepath.Dir(path), filepath.Base(path)) }

// sweep removes what WriteFile left of the given files of a folder when its process was killed.
func sweep(dir string, names ...string) {
	in, _ := os.ReadDir(dir)
	for _, e := range in {
		if slices.ContainsFunc(names, func(name string) bool { return isTemp(e.Name(), name) }) {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// isTemp reports whether file is a temporary file of name.
func isTemp(file, name string) bool {
	digits, ok := strings.CutPrefix(file, "."+name+".")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}
