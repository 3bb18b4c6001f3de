package runs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

func TestWriteFile(t *testing.T) {
	says := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	fails := func(w io.Writer) error {
		io.WriteString(w, "half")
		return &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	}
	big := func(w io.Writer) error { w.Write(make([]byte, 3<<20)); return errors.New("no more") }
	for _, c := range []struct {
		name  string
		path  string // below a folder that holds "old" and the folder "sub"
		write func(io.Writer) error
		want  string // of the file afterwards; "-" for no file
		err   string
	}{
		{"new", "new", says("a"), "a", ""},
		{"replaced", "old", says("b"), "b", ""},
		{"empty", "old", says(""), "", ""},
		{"disk full, new", "new", fails, "-", "the disk is full (no space left on device): free some space, or choose another place with --out"},
		{"disk full, old", "old", fails, "old", "the disk is full"},
		{"fails after megabytes", "old", big, "old", "no more"},
		{"no folder", "none/new", says("a"), "-", "no such file or directory: choose another place with --out"},
		{"below a file", "old/new", says("a"), "-", "a part of the path is a file (not a directory): choose"},
		{"over a folder", "sub", says("a"), "-", "choose another place with --out"},
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "old"), []byte("old"))
		check(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
		path := filepath.Join(dir, c.path)
		err := WriteFile(path, c.write)
		if c.err == "" {
			check(t, err)
		} else {
			oneLine(t, c.name, err, c.err)
		}
		b, err := os.ReadFile(path)
		if got := string(b); err == nil && got != c.want || err != nil && c.want != "-" {
			t.Errorf("%s: the file is %q (%v), want %q", c.name, got, err, c.want)
		}
		want := []string{"old", "sub"}
		if c.name == "new" {
			want = []string{"new", "old", "sub"}
		}
		if got := files(t, dir); !slices.Equal(got, want) {
			t.Errorf("%s: the folder holds %v, want %v", c.name, got, want)
		}
	}
}

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{syscall.ENOSPC, "cannot write f: the disk is full (no space left on device): free some space, or choose another place with --out"},
		{&os.LinkError{Op: "rename", Old: ".f.1", New: "f", Err: syscall.EACCES}, "cannot write f: permission denied: choose another place with --out"},
		{fmt.Errorf("a: %w", syscall.EFBIG), "cannot write f: a limit on the size of files is reached (file too large): raise it, or choose another place with --out"},
		{syscall.EROFS, "cannot write f: read-only file system: choose another place with --out"},
		{errors.New("something else"), "something else"},
	} {
		if got := Explain(c.err, "f"); got.Error() != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestSweep: what a killed process left is removed, and nothing else.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".a.json.123", ".a.json.", ".a.json.x1", "a.json", "a.json.1", ".b.json.1", ".a.json"} {
		write(t, filepath.Join(dir, name), nil)
	}
	sweep(dir, "a.json")
	if got := fmt.Sprint(files(t, dir)); got != "[.a.json .a.json. .a.json.x1 .b.json.1 a.json a.json.1]" {
		t.Errorf("%v are left", got)
	}
}
