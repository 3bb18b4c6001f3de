package data

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io/fs"
	"maps"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// idx is an IDX file of those sizes and bytes, right or wrong.
func idx(x []byte, sizes ...uint32) []byte {
	b := []byte{0, 0, 8, byte(len(sizes))}
	for _, s := range sizes {
		b = binary.BigEndian.AppendUint32(b, s)
	}
	return append(b, x...)
}

// count is 0, 1, 2, …, n−1, each mod m.
func count(n, m int) []byte {
	x := make([]byte, n)
	for i := range x {
		x[i] = byte(i % m)
	}
	return x
}

func zip(b []byte) []byte {
	var w bytes.Buffer
	z := gzip.NewWriter(&w)
	z.Write(b)
	z.Close()
	return w.Bytes()
}

// Names of the four files.
const (
	trainX, trainY = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
	testX, testY   = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
)

// good are 12 and 4 pictures of 2×3 in three classes; edit replaces files, and
// nil takes one away.
func good(edit map[string][]byte) folder {
	all := map[string][]byte{
		trainX: idx(count(12*6, 256), 12, 2, 3), trainY: idx(count(12, 3), 12),
		testX: idx(count(4*6, 256), 4, 2, 3), testY: idx(count(4, 3), 4),
	}
	maps.Copy(all, edit)
	files := fstest.MapFS{}
	for name, b := range all {
		if b != nil {
			files[name] = &fstest.MapFile{Data: b, Mode: 0o644}
		}
	}
	return folder{files, "DIR"}
}

// edit puts one file into good's folder.
func (f folder) edit(name string, file *fstest.MapFile) folder {
	f.files.(fstest.MapFS)[name] = file
	return f
}

// locked is a file system in which one file may not be read.
type locked struct {
	fs.FS
	name string
	stat bool // it may not even be looked at
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.FS.Open(name)
}

func (l locked) Stat(name string) (fs.FileInfo, error) {
	if name == l.name && l.stat {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrPermission}
	}
	return fs.Stat(l.FS, name)
}

// wantError checks that err is one line with all the parts in it.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one with %q", parts)
		return
	}
	for _, p := range append(parts, ": ") {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("error %q, want %q in it", err, p)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q has more than one line", err)
	}
}

// allocated is how many bytes f allocates.
func allocated(f func()) uint64 {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	return b.TotalAlloc - a.TotalAlloc
}
