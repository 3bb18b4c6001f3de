package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"

	"gater/data"
	"gater/data/table"
	"gater/internal/formats"
)

// openSet is data.Open, and reads folders of pictures by class as well.
func openSet(ctx context.Context, name string, say func(string)) (*data.Splits, error) {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return data.Open(ctx, name, say)
	}
	if idx, _ := filepath.Glob(filepath.Join(name, "*-ubyte*")); len(idx) > 0 || !hasFolders(name) {
		return data.Open(ctx, name, say)
	}
	return openPictures(ctx, name, say)
}

func hasFolders(dir string) bool {
	entries, _ := os.ReadDir(dir) // what cannot be read, data.Open refuses
	for _, e := range entries {
		if e.IsDir() || e.Type()&os.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

// What pictures are made into unless all are of one size, and of no more than that many pixels a side.
const (
	side     = 32
	mostSide = 64
)

// openPictures reads a folder of pictures in gray. Which part a picture is in depends on its name
// alone, 70 % being for training, so that more pictures move none.
func openPictures(ctx context.Context, dir string, say func(string)) (*data.Splits, error) {
	f, err := formats.OpenFolder(dir, nil)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	width, height := 0, 0
	for _, p := range f.Files {
		if first := f.Files[0]; p.Width != first.Width || p.Height != first.Height || p.Width > mostSide || p.Height > mostSide {
			width, height = side, side
		}
	}
	p, err := f.Decode(ctx, width, height, false, nil)
	if err != nil {
		return nil, err
	}
	sets, err := splitPictures(dir, p)
	if err == nil && width > 0 && say != nil {
		say(fmt.Sprintf("%s: pictures are made %d×%d", dir, width, height))
	}
	return sets, err
}

func splitPictures(dir string, p *formats.Pictures) (*data.Splits, error) {
	name := filepath.Base(filepath.Clean(dir))
	var sets [3]*data.Set
	for i, part := range []string{"train", "valid", "test"} {
		sets[i] = &data.Set{Name: name + " " + part, Height: p.Height, Width: p.Width, Classes: p.Classes}
	}
	d := p.Height * p.Width
	have := map[int32]bool{}
	for i, file := range p.Names {
		s := sets[partOf(file)]
		s.X, s.Labels = append(s.X, p.Pixels[i*d:(i+1)*d]...), append(s.Labels, p.Labels[i])
		if s == sets[0] {
			have[p.Labels[i]] = true
		}
	}
	for c, class := range p.Classes {
		if !have[int32(c)] {
			return nil, fmt.Errorf("%s: no picture of %s is for training: take more of them", dir, class)
		}
	}
	if len(p.Classes) < 2 || sets[1].Len() == 0 || sets[2].Len() == 0 {
		return nil, fmt.Errorf("%s: %d pictures of %d classes are too few to train and to test: want two classes and dozens of each", dir, len(p.Names), len(p.Classes))
	}
	return &data.Splits{Name: name, Train: sets[0], Valid: sets[1], Test: sets[2]}, nil
}

// partOf is 0 for training, 1 for validation, 2 for testing.
func partOf(file string) int {
	h := fnv.New64a()
	h.Write([]byte(file))
	switch seed := h.Sum64(); {
	case table.Held(seed, 0, 0.15):
		return 2
	case table.Held(seed, 1, 0.15/0.85):
		return 1
	}
	return 0
}
