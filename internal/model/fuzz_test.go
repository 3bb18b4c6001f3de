package model

import (
	"strings"
	"testing"
)

// FuzzWeights: no bytes make parse panic, and what it takes it would write the same.
func FuzzWeights(f *testing.F) {
	f.Add([]byte(folder(f)[weightsFile].Data))
	for _, kind := range Weights {
		m := wider(f, "nr", 20)
		if err := m.Narrow(kind); err != nil {
			f.Fatal(err)
		}
		files, err := m.contents()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(files[weightsFile])
	}
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := parse(b)
		if err != nil {
			return
		}
		n := 0
		for _, x := range all {
			n += len(x.data)
			for i := range len(x.data) / sizes[x.dtype] {
				x.at(i)
			}
		}
		again, err := format(all, nil)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := parse(again); err != nil || len(same) != len(all) || n > len(b) {
			t.Errorf("%d tensors of %d bytes in %d; again: %d, %v", len(all), n, len(b), len(same), err)
		}
	})
}

// FuzzSpec: no model.yaml makes Load panic, or build something that does not run.
func FuzzSpec(f *testing.F) {
	fsys := folder(f)
	f.Add([]byte(fsys[SpecFile].Data))
	f.Add([]byte("version: 1"))
	f.Add([]byte(strings.Replace(string(fsys[SpecFile].Data), "version: 1", "version: 2\nweights: int8", 1)))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := readSpec(b)
		if err != nil || s.check() != nil || len(s.Network.YAML()) > 2000 || strings.Contains(string(b), "0000") {
			return
		}
		m := &Model{Spec: s}
		m.assemble(map[string][]byte{weightsFile: fsys[weightsFile].Data})
	})
}
