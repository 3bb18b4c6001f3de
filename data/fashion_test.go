package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestFashion(t *testing.T) {
	t.Setenv("PATH", "")
	p, err := Fashion(context.Background(), nil)
	if err != nil {
		t.Skipf("FASHION-MNIST IS NOT TESTED: it is not on this machine (%v)", err)
	}
	if got, want := p.String(), "fashion: 50000 training, 10000 validation and 10000 test pictures of 28×28, 10 classes"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var each [10]int
	for _, y := range p.Test.Labels {
		each[y]++
	}
	if want := [10]int{1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000}; each != want {
		t.Errorf("test classes %v, want %v", each, want)
	}
	if want := []int32{9, 0, 0, 3, 0, 2, 7, 2}; !slices.Equal(p.Train.Labels[:8], want) || p.Train.Classes[9] != "boot" {
		t.Errorf("training labels begin with %v, want %v; class 9 is %s", p.Train.Labels[:8], want, p.Train.Classes[9])
	}
}

// TestFashionRefusesOthers: the checksum is of the examples, however the files are packed.
func TestFashionRefusesOthers(t *testing.T) {
	p, err := good(nil).load("")
	if err != nil {
		t.Fatal(err)
	}
	packed := good(map[string][]byte{trainY: nil, trainY + ".gz": zip(idx(count(12, 3), 12))})
	if _, err := loadFashion(packed, p.Sum()); err != nil {
		t.Errorf("control: %v", err)
	}
	other := good(map[string][]byte{testY: idx([]byte{0, 1, 2, 1}, 4)})
	_, err = loadFashion(other, p.Sum())
	wantError(t, err, "DIR is not the original Fashion-MNIST (checksum ", "delete the folder and try again, "+orFolder)
}

// tools are programs in a folder that is all of PATH; the scripts are for sh.
func tools(t *testing.T, scripts map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", "")
}

// brings and unpacks stand for apt-get and dpkg-deb; what they do is done by the shell alone.
const (
	brings  = `: > "$2.deb"`
	unpacks = `/bin/mkdir -p "$3` + debFolder + `"; echo "$1" > "$3` + debFolder + `/file"`
)

func TestFashionIsFetchedOnce(t *testing.T) {
	tools(t, map[string]string{"apt-get": brings, "dpkg-deb": unpacks})
	var told []string
	for range 2 {
		dir, err := fetchFashion(context.Background(), func(s string) { told = append(told, s) })
		if err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(filepath.Join(dir, "file")); string(b) != "--extract\n" {
			t.Errorf("the folder holds %q, %v", b, err)
		}
		if all, err := os.ReadDir(filepath.Dir(dir)); len(all) != 1 {
			t.Errorf("beside it is more: %v, %v", all, err)
		}
	}
	if want := []string{"fetching Fashion-MNIST (31 MB, once): apt-get download " + debPackage}; !slices.Equal(told, want) {
		t.Errorf("the log was told %q, want %q", told, want)
	}
}

func TestFashionCannotBeFetched(t *testing.T) {
	for name, c := range map[string]struct {
		scripts map[string]string
		want    []string
	}{
		"no apt-get":  {nil, []string{"Debian's apt-get, which is not in PATH: give a folder"}},
		"no dpkg-deb": {map[string]string{"apt-get": brings}, []string{"Debian's dpkg-deb, which is not in PATH"}},
		"no network": {map[string]string{"apt-get": "echo E: no route; echo more; exit 100", "dpkg-deb": unpacks},
			[]string{"could not be fetched (apt-get: E: no route: exit status 100)", "after apt-get update, " + orFolder}},
		"nothing came": {map[string]string{"apt-get": ":", "dpkg-deb": unpacks}, []string{"apt-get brought 0 packages, want 1"}},
		"damaged":      {map[string]string{"apt-get": brings, "dpkg-deb": "echo no archive; exit 2"}, []string{"(dpkg-deb: no archive: exit status 2)"}},
		"empty":        {map[string]string{"apt-get": brings, "dpkg-deb": ":"}, []string{"its package holds no " + debFolder}},
	} {
		t.Run(name, func(t *testing.T) {
			tools(t, c.scripts)
			_, err := fetchFashion(context.Background(), nil)
			wantError(t, err, append(c.want, "fashion: ")...)
			if left, _ := filepath.Glob(filepath.Join(os.Getenv("HOME"), "*", "gater", "*")); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	t.Run("cancelled", func(t *testing.T) {
		tools(t, map[string]string{"apt-get": brings, "dpkg-deb": unpacks})
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := fetchFashion(ctx, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that it was cancelled", err)
		}
	})
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{"mnist": true, "fashion": true, "synthetic": true, "digits": false, "./mnist": false, "": false} {
		abs, err := Abs(name)
		if got := fmt.Sprint(Named(name), abs == name, filepath.IsAbs(abs), err); got != fmt.Sprint(want, want, !want, error(nil)) {
			t.Errorf("%q: named, kept, absolute: %s", name, got)
		}
	}
}
