// Package runs keeps a run on disk: a folder with its settings (config.json), its events
// (events.jsonl), a checkpoint to go on from, the trained model, and the report. Files are
// replaced as a whole or not at all, so that a run that is killed at any moment can be resumed.
package runs

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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

// Explain turns an operating system's error about a file into a line that says what to do.
func Explain(err error, path string) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("cannot write %s: the disk is full: free some space, or choose another folder with --out", path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("cannot write %s: permission denied: choose another folder with --out", path)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("cannot write %s: a part of the path is a file: choose another folder with --out", path)
	}
	return err
}
