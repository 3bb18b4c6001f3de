package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
)

// Save writes a model's folder in one step: the files go to a temporary folder beside it, which
// takes its name once they are safely on disk. A folder that exists is replaced only if force
// says so and a model is in it; for the moment between two renames there is then none under its
// name, and the old one is beside it.
func Save(dir string, m *Model, force bool) error {
	files, err := m.contents()
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	return put(dir, files, force)
}

// contents are the files of a model.
func (m *Model) contents() (map[string][]byte, error) {
	all, err := encode(m.Net)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	if files[weightsFile], err = format(all, map[string]string{"format": "pt"}); err != nil {
		return nil, err
	}
	if m.Prep != nil {
		if files[prepFile], err = json.MarshalIndent(m.Prep, "", "  "); err != nil {
			return nil, err
		}
	}
	s := m.Spec
	s.Version, s.Files = s.form(), map[string]Checksum{}
	for name, b := range files {
		s.Files[name] = checksum(b)
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	if files[SpecFile], err = yaml.Marshal(&s); err != nil {
		return nil, err
	}
	files[SpecFile] = seal(files[SpecFile])
	files[cardFile] = m.card()
	return files, nil
}

// put makes or replaces a folder of files.
func put(dir string, files map[string][]byte, force bool) (err error) {
	dir = filepath.Clean(dir)
	old, err := replaced(dir, force)
	if err != nil {
		return err
	}
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return explain(dir, err)
	}
	tmp, err := os.MkdirTemp(parent, "."+filepath.Base(dir)+".*")
	if err != nil {
		return explain(dir, err)
	}
	defer os.RemoveAll(tmp)
	for name, b := range files {
		if err := write(filepath.Join(tmp, name), b); err != nil {
			return explain(dir, err)
		}
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return explain(dir, err)
	}
	settle(tmp)
	if old {
		aside := tmp + ".old"
		if err := os.Rename(dir, aside); err != nil {
			return explain(dir, err)
		}
		defer os.RemoveAll(aside)
		defer func() {
			if err != nil {
				os.Rename(aside, dir)
			}
		}()
	}
	if err := os.Rename(tmp, dir); err != nil {
		return explain(dir, err)
	}
	settle(parent)
	return nil
}

// replaced reports whether there is a folder to be replaced, and refuses to replace what is none
// of ours.
func replaced(dir string, force bool) (bool, error) {
	in, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, explain(dir, err)
	}
	if len(in) == 0 {
		return true, nil
	}
	if _, err := os.Stat(filepath.Join(dir, SpecFile)); err != nil {
		return false, fmt.Errorf("%s is a folder with other files in it: choose a new folder", dir)
	}
	if !force {
		return false, fmt.Errorf("%s holds a model already: replace it with --force, or choose another folder", dir)
	}
	return true, nil
}

// write makes a file that is on disk when it returns.
func write(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

// settle makes the names in a folder last; systems that cannot do without.
func settle(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}

// explain is an error of the operating system without the names of calls and temporary files.
func explain(dir string, err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		err = p.Err
	case errors.As(err, &l):
		err = l.Err
	}
	return fmt.Errorf("cannot write %s (%w): mend that, or choose another place with --out", dir, err)
}

// Sweep removes what Save left beside dir when its process was killed. A model that was about to be
// replaced gets its name back.
func Sweep(dir string) {
	dir = filepath.Clean(dir)
	parent, base := filepath.Dir(dir), "."+filepath.Base(dir)+"."
	in, _ := os.ReadDir(parent)
	for _, e := range in {
		rest, ok := strings.CutPrefix(e.Name(), base)
		digits, old := strings.CutSuffix(rest, ".old")
		if !ok || digits == "" || strings.Trim(digits, "0123456789") != "" || !e.IsDir() {
			continue
		}
		path := filepath.Join(parent, e.Name())
		if _, err := os.Stat(dir); old && errors.Is(err, fs.ErrNotExist) && os.Rename(path, dir) == nil {
			continue
		}
		os.RemoveAll(path)
	}
}
