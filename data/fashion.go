package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	debPackage = "dataset-fashion-mnist"             // Debian's, with the four original files
	debFolder  = "/usr/share/datasets/fashion-mnist" // where it puts them
	fashionSum = "c5572935e6763c8e7e4174b3c5d90d7b"  // Splits.Sum of the originals
)

// clothes are the classes of Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017, arXiv 1708.07747, table 2).
var clothes = []string{"t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"}

// Fashion is Fashion-MNIST, pictures of clothes with the sizes of MNIST: 50,000 to train on, 10,000
// each to validate and to test on. The files are those of Debian's package dataset-fashion-mnist, where
// it is installed. Elsewhere apt-get fetches that package once (31 MB), and the files are kept in the
// user's cache; installing it is not needed. The examples' checksum is compared with the originals'.
func Fashion(ctx context.Context, log func(string)) (*Splits, error) {
	dir := debFolder
	if _, err := os.Stat(dir); err != nil {
		if dir, err = fetchFashion(ctx, log); err != nil {
			return nil, err
		}
	}
	return loadFashion(folder{os.DirFS(dir), dir}, fashionSum)
}

func loadFashion(f folder, sum string) (*Splits, error) {
	p, err := f.load("fashion")
	if err != nil {
		return nil, err
	}
	if got := p.Sum(); got != sum {
		return nil, fmt.Errorf("%s is not the original Fashion-MNIST (checksum %.8s…, want %.8s…): delete the folder and try again, %s", f.dir, got, sum, orFolder)
	}
	for _, s := range []*Set{p.Train, p.Valid, p.Test} {
		s.Classes = clothes
	}
	return p, nil
}

// fetchFashion is the folder of the files in the user's cache, filled if need be.
func fetchFashion(ctx context.Context, log func(string)) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("fashion: %w: set HOME, %s", err, orFolder)
	}
	dir := filepath.Join(cache, "gater", "fashion-mnist")
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return dir, nil
	}
	for _, tool := range []string{"apt-get", "dpkg-deb"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", fmt.Errorf("fashion: fetching it needs Debian's %s, which is not in PATH: %s", tool, strings.TrimPrefix(orFolder, "or "))
		}
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return "", fmt.Errorf("fashion: no folder to keep it in (%w): make room for one, %s", err, orFolder)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "fetch-")
	if err != nil {
		return "", fmt.Errorf("fashion: no temporary folder (%w): make room for one, %s", err, orFolder)
	}
	defer os.RemoveAll(temp)
	if log != nil {
		log("fetching Fashion-MNIST (31 MB, once): apt-get download " + debPackage)
	}
	switch err := unpackDebian(ctx, temp); {
	case ctx.Err() != nil:
		return "", fmt.Errorf("fashion: %w", ctx.Err())
	case err != nil:
		return "", fmt.Errorf("fashion: could not be fetched (%w): try again with a network and after apt-get update, %s", err, orFolder)
	}
	if err := os.Rename(filepath.Join(temp, debFolder), dir); err != nil {
		if _, there := os.Stat(dir); there == nil { // another process was quicker
			return dir, nil
		}
		return "", fmt.Errorf("fashion: %w: make room for it, %s", err, orFolder)
	}
	return dir, nil
}

// unpackDebian fetches the package into a folder and unpacks it there.
func unpackDebian(ctx context.Context, dir string) error {
	if err := run(ctx, dir, "apt-get", "download", debPackage); err != nil {
		return err
	}
	debs, err := filepath.Glob(filepath.Join(dir, "*.deb"))
	if err != nil || len(debs) != 1 {
		return fmt.Errorf("apt-get brought %d packages, want 1", len(debs))
	}
	if err := run(ctx, dir, "dpkg-deb", "--extract", debs[0], dir); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, debFolder)); err != nil {
		return fmt.Errorf("its package holds no %s", debFolder)
	}
	return nil
}

func run(ctx context.Context, dir, tool string, args ...string) error {
	cmd := exec.CommandContext(ctx, tool, args...)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %s: %w", tool, firstLine(string(out)), err)
	}
	return nil
}
