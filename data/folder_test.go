package data

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

func TestErrorsOfAFolder(t *testing.T) {
	px, y := idx(count(72, 256), 12, 2, 3), idx(count(12, 3), 12)
	gz := func(name string, b []byte) map[string][]byte { return map[string][]byte{name: nil, name + ".gz": b} }
	one := func(name string, b []byte) map[string][]byte { return map[string][]byte{name: b} }
	flip := zip(px)
	flip[len(flip)-6]++ // in the checksum
	for name, c := range map[string]struct {
		f    folder
		want []string
	}{
		"missing":            {good(one(trainY, nil)), []string{"DIR: holds no " + trainY, trainY + ".gz", "want the four files"}},
		"missing test":       {good(one(testX, nil)), []string{"DIR: holds no " + testX}},
		"empty":              {good(one(trainX, []byte{})), []string{"DIR/" + trainX + ": is empty", again}},
		"short header":       {good(one(trainX, px[:7])), []string{trainX, "inside its header, after 7 of 16 bytes"}},
		"short magic":        {good(one(trainX, px[:2])), []string{trainX, "after 2 of 4 bytes"}},
		"cut by one":         {good(one(trainX, px[:len(px)-1])), []string{trainX, "cut short, after 71 of 72 bytes", again}},
		"cut by half":        {good(one(trainX, px[:40])), []string{trainX, "declares 12×2×3 bytes", "40 at most", again}},
		"too long":           {good(one(trainX, append(bytes.Clone(px), 0))), []string{trainX, "goes on after the 72 bytes"}},
		"absurd":             {good(one(trainX, idx(px, 1<<31-1, 1<<31-1, 1<<31-1))), []string{trainX, "declares 2147483647×2147483647×2147483647 bytes"}},
		"too big to count":   {good(one(trainX, idx(px, 1<<31, 2, 3))), []string{trainX, "declares a size of 2147483648"}},
		"no pictures":        {good(one(trainX, idx(nil, 0, 2, 3))), []string{trainX, "declares a size of 0"}},
		"swapped":            {good(map[string][]byte{trainX: y, trainY: px}), []string{trainY, "looks like a pictures file where labels belong", "swapped?"}},
		"labels twice":       {good(one(trainX, y)), []string{trainX, "looks like a labels file where pictures belong"}},
		"other type":         {good(one(trainX, []byte{0, 0, 13, 3, 0, 0})), []string{trainX, "starts with 00 00 0d 03"}},
		"web page":           {good(one(trainX, []byte("<!doctype html>"))), []string{trainX, "is a web page"}},
		"gz without .gz":     {good(one(trainX, zip(px))), []string{trainX, "is compressed: let its name end in .gz"}},
		"not gz":             {good(gz(trainX, px)), []string{trainX + ".gz: is not gzip data", "take .gz off"}},
		"empty gz":           {good(gz(trainX, []byte{})), []string{trainX + ".gz: is empty"}},
		"gz of nothing":      {good(gz(trainX, zip(nil))), []string{trainX + ".gz: is empty"}},
		"gz cut in header":   {good(gz(trainX, zip(px)[:5])), []string{trainX + ".gz: is cut short"}},
		"gz cut":             {good(gz(trainX, zip(px)[:50])), []string{trainX + ".gz: is cut short, after ", "of 72 bytes"}},
		"gz cut at end":      {good(gz(trainX, zip(px)[:len(zip(px))-3])), []string{trainX + ".gz: is cut short, after 72 of 72"}},
		"gz checksum":        {good(gz(trainX, flip)), []string{trainX + ".gz: is damaged", "checksum", again}},
		"gz absurd":          {good(gz(trainX, zip(idx(px, 1<<20, 1<<10, 1<<10)))), []string{trainX + ".gz: declares 1048576×1024×1024 bytes"}},
		"gz too long":        {good(gz(trainX, zip(append(bytes.Clone(px), 0)))), []string{trainX + ".gz: goes on after"}},
		"gz and garbage":     {good(gz(trainX, append(zip(px), "garbage"...))), []string{trainX + ".gz: is "}},
		"counts":             {good(one(trainY, idx(count(11, 3), 11))), []string{"DIR/" + trainY + ": 11 labels for the 12 pictures of " + trainX}},
		"sizes":              {good(one(testX, idx(count(24, 256), 4, 3, 2))), []string{"DIR: pictures of 2×3 to train on and 3×2 to test on"}},
		"one class":          {good(map[string][]byte{trainY: idx(make([]byte, 12), 12), testY: idx(make([]byte, 4), 4)}), []string{"DIR: every training label is 0", "two classes"}},
		"label out of range": {good(one(testY, idx([]byte{0, 1, 2, 3}, 4))), []string{"DIR: label 3 to test on, where training ends at 2"}},
		"too few":            {good(map[string][]byte{trainX: idx(count(30, 256), 5, 2, 3), trainY: idx(count(5, 3), 5)}), []string{"DIR: 5 training pictures: want 6"}},
		"folder for file":    {good(nil).edit(trainX, &fstest.MapFile{Mode: fs.ModeDir | 0o755}), []string{trainX + ": is a folder, want a file"}},
		"pipe for file":      {good(nil).edit(trainX, &fstest.MapFile{Mode: fs.ModeNamedPipe | 0o644}), []string{trainX + ": is not a regular file"}},
		"no permission":      {folder{locked{good(nil).files, testY, false}, "DIR"}, []string{"DIR/" + testY + ": no permission"}},
		"no look":            {folder{locked{good(nil).files, testY, true}, "DIR"}, []string{"DIR/" + testY + ": no permission"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := c.f.load("x")
			wantError(t, err, c.want...)
			if p != nil {
				t.Error("an error, and splits as well")
			}
		})
	}
	if _, err := good(nil).load("x"); err != nil {
		t.Errorf("control: %v", err)
	}
}

func TestErrorsOfAPath(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none"):   `none: no such folder: want "mnist", "fashion", "synthetic" or a folder`,
		filepath.Join(file, "below"): "no such folder",
		file:                         "file: is a file: name the folder",
		dir:                          "holds no " + trainX,
		"":                           "no data set named",
	} {
		_, err := Open(context.Background(), path, nil)
		wantError(t, err, want)
	}
}

func TestFolderReadsEveryNaming(t *testing.T) {
	plain := good(nil).files.(fstest.MapFS)
	for _, c := range []struct {
		name   string
		rename func(string) string
		pack   func([]byte) []byte
	}{
		{"plain", func(s string) string { return s }, bytes.Clone},
		{"gz", func(s string) string { return s + ".gz" }, zip},
		{"dot", func(s string) string { return s[:len(s)-11] + "." + s[len(s)-10:] }, bytes.Clone},
		{"dot gz", func(s string) string { return s[:len(s)-11] + "." + s[len(s)-10:] + ".gz" }, zip},
	} {
		dir := filepath.Join(t.TempDir(), "digits")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for name, f := range plain {
			if err := os.WriteFile(filepath.Join(dir, c.rename(name)), c.pack(f.Data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		p, err := Open(context.Background(), dir+string(filepath.Separator), nil)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got, want := p.String(), "digits: 10 training, 2 validation and 4 test pictures of 2×3, 3 classes"; got != want {
			t.Errorf("%s: %s, want %s", c.name, got, want)
		}
		if !slices.Equal(p.Valid.X, count(72, 256)[60:]) || !slices.Equal(p.Valid.Labels, []int32{1, 2}) ||
			!slices.Equal(p.Test.X, count(24, 256)) || p.Valid.Name != "digits valid" {
			t.Errorf("%s: not what was written: %+v", c.name, *p.Valid)
		}
	}
}
