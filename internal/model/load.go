package model

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"syscall"

	"gater/data/table"
	"gater/internal/catalog"
	"gater/mat"
	"gater/nn"
)

// maxWeights is more bytes than the weights of a network for one machine take.
const maxWeights = 1 << 36

// Load reads the model in a folder. Errors name the file.
func Load(dir string) (*Model, error) { return read(os.DirFS(dir), dir+"/") }

// LoadFS reads the model at the root of fsys.
func LoadFS(fsys fs.FS) (*Model, error) { return read(fsys, "") }

// read reads a model; at stands before the names of files in errors.
func read(fsys fs.FS, at string) (*Model, error) {
	b, err := file(fsys, SpecFile, maxSpec)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, fmt.Errorf("%s holds no model (it has no %s): give the folder that gater export wrote", or(at, "the file system"), SpecFile)
	}
	m := new(Model)
	if err == nil {
		if m.Spec, err = readSpec(b); err == nil {
			err = sealed(b)
		}
	}
	if err == nil {
		err = m.check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s%s: %w", at, SpecFile, err)
	}
	files, name, err := m.files(fsys)
	if err != nil {
		return nil, fmt.Errorf("%s%s: %w", at, name, err)
	}
	if name, err := m.assemble(files); err != nil {
		return nil, fmt.Errorf("%s%s: %w", at, name, err)
	}
	return m, nil
}

func or(at, other string) string {
	if at == "" {
		return other
	}
	return at[:len(at)-1]
}

// file is the whole of a regular file of at most max bytes.
func file(fsys fs.FS, name string, max int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file: copy or export the model again")
	case info.Size() > max:
		return nil, fmt.Errorf("has %d bytes, far more than belong there: copy or export the model again", info.Size())
	}
	return fs.ReadFile(fsys, name)
}

// files reads what the specification lists, and checks it; an error comes with the file's name.
func (m *Model) files(fsys fs.FS) (map[string][]byte, string, error) {
	want := []string{weightsFile}
	if m.Input.Kind == "table" {
		want = append(want, prepFile)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		if !slices.Contains(want, name) {
			return nil, SpecFile, fmt.Errorf("lists file %.60q, which is no part of such a model: copy or export the model again", name)
		}
	}
	all := map[string][]byte{}
	for _, name := range want {
		sum, ok := m.Files[name]
		if !ok {
			return nil, SpecFile, fmt.Errorf("lists no %s: copy or export the model again", name)
		}
		b, err := file(fsys, name, maxWeights)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, name, errors.New("is missing: copy or export the model again")
		}
		if err != nil {
			return nil, name, err
		}
		if int64(len(b)) != sum.Bytes {
			return nil, name, fmt.Errorf("has %d bytes, not %d: it is cut short or damaged, copy or export the model again", len(b), sum.Bytes)
		}
		if checksum(b) != sum {
			return nil, name, fmt.Errorf("is not the file that %s lists (its SHA-256 differs): it is damaged, copy or export the model again", SpecFile)
		}
		all[name] = b
	}
	return all, "", nil
}

func checksum(b []byte) Checksum {
	sum := sha256.Sum256(b)
	return Checksum{int64(len(b)), hex.EncodeToString(sum[:])}
}

// assemble makes the network out of the files; an error comes with the name of the one at fault.
func (m *Model) assemble(files map[string][]byte) (string, error) {
	all, err := parse(files[weightsFile])
	if err != nil {
		return weightsFile, fmt.Errorf("not a whole safetensors file (%s): copy or export the model again", brief(err))
	}
	if m.Net, m.Gates, err = catalog.Deploy(&m.Network.Description); err != nil {
		return SpecFile, err
	}
	for _, p := range nn.Params(m.Net) {
		p.Grad = mat.M{} // nobody learns
	}
	if err := decode(m.Net, all, m.Weights); err != nil {
		return weightsFile, err
	}
	if b, ok := files[prepFile]; ok {
		if m.Prep, err = table.LoadPreprocessing(b); err == nil {
			err = m.agree()
		}
		if err != nil {
			return prepFile, err
		}
	}
	if err := m.deploy(); err != nil {
		return SpecFile, err
	}
	return SpecFile, m.try()
}
