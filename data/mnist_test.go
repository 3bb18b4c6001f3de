package data

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// mnistDir is the folder of the original files, if this machine has them.
func mnistDir(t *testing.T) string {
	t.Helper()
	t.Setenv("GOPROXY", "off")
	dir, err := fetch(context.Background(), nil)
	if err != nil {
		t.Skipf("MNIST IS NOT TESTED: it is not on this machine (%v)", err)
	}
	return dir
}

func TestMNIST(t *testing.T) {
	mnistDir(t)
	p, err := MNIST(context.Background(), func(s string) { t.Errorf("a copy is here, but: %s", s) })
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.String(), "mnist: 50000 training, 10000 validation and 10000 test pictures of 28×28, 10 classes"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var digits [10]int
	for _, y := range p.Test.Labels {
		digits[y]++
	}
	if want := [10]int{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}; digits != want {
		t.Errorf("test digits %v, want %v", digits, want)
	}
	if want := []int32{5, 0, 4, 1, 9, 2, 1, 3}; !slices.Equal(p.Train.Labels[:8], want) {
		t.Errorf("training labels begin with %v, want %v", p.Train.Labels[:8], want)
	}
	sum := 0
	for _, s := range []*Set{p.Train, p.Valid} {
		for _, b := range s.X {
			sum += int(b)
		}
	}
	if mean := float64(sum) / 255 / 60_000 / 784; math.Abs(mean-0.1307) > 5e-5 {
		t.Errorf("mean pixel %v, want 0.1307", mean)
	}
}

func TestMNISTRefusesOtherBytes(t *testing.T) {
	from, to := mnistDir(t), t.TempDir()
	f := folder{os.DirFS(to), to}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if _, err := loadMNIST(f); err != nil {
		t.Errorf("control: %v", err)
	}
	for name := range sums {
		path := filepath.Join(to, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write := func(b []byte) {
			os.Remove(path) // copies of read-only files are read-only
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		other := bytes.Clone(b)
		other[4] ^= 1 // the packing time: the pictures stay the same
		write(other)
		_, err = loadMNIST(f)
		wantError(t, err, path+": is not the original (SHA-256 ", "delete the folder "+to, "try again, "+orFolder)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		_, err = loadMNIST(f)
		wantError(t, err, path+": cannot be opened", "delete the folder "+to)
		write(b)
	}
}

func TestMNISTCannotBeFetched(t *testing.T) {
	t.Run("no network", func(t *testing.T) {
		t.Setenv("GOPROXY", "off")
		t.Setenv("GOMODCACHE", t.TempDir())
		told := ""
		_, err := MNIST(context.Background(), func(s string) { told = s })
		wantError(t, err, "mnist: could not be fetched (", "GOPROXY=off", "try again with a network, "+orFolder)
		if told != "fetching MNIST (11 MB, once): go mod download "+module {
			t.Errorf("the log was told %q", told)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := Open(ctx, "mnist", nil)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want that it was cancelled", err)
		}
	})
	t.Run("no go", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		_, err := MNIST(context.Background(), nil)
		wantError(t, err, "the go command, which is not in PATH", "install Go, "+orFolder)
	})
}
