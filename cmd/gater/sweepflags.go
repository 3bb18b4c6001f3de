//go:build !js

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"gater/data"
	"gater/internal/sweep"
)

// resolve is the specification of a file with the flags that were given.
func (f *sweepFlags) resolve(fs *pflag.FlagSet, args []string) error {
	spec := sweep.Default()
	if len(args) > 0 {
		if err := spec.ReadFile(args[0]); err != nil {
			return err
		}
	}
	given := f.Spec
	f.Spec = spec
	for _, x := range []struct {
		name string
		put  func()
	}{
		{"data", func() { f.Data = given.Data }}, {"search", func() { f.Search = given.Search }},
		{"trials", func() { f.Trials = given.Trials }}, {"seeds", func() { f.Seeds = given.Seeds }},
		{"confirm", func() { f.Confirm = given.Confirm }}, {"seed", func() { f.Seed = given.Seed }},
		{"stop", func() { f.Stop = given.Stop }}, {"group", func() { f.Group = given.Group }},
		{"grace", func() { f.Grace = given.Grace }}, {"eta", func() { f.Eta = given.Eta }}, {"first", func() { f.First = given.First }},
	} {
		if fs.Changed(x.name) {
			x.put()
		}
	}
	if err := f.settings(); err != nil {
		return err
	}
	abs, err := data.Abs(f.Data)
	if err != nil {
		return err
	}
	f.Data = abs
	if err := f.nets(); err != nil {
		return err
	}
	if f.Search == "grid" && fs.Changed("trials") {
		return usageError{errors.New("a grid has its own number of trials: drop --trials")}
	}
	return f.Check()
}

// settings puts what --set and --space say in the place of what the file says of the same names.
func (f *sweepFlags) settings() error {
	set, err := readSettings(f.set)
	if err != nil {
		return err
	}
	for _, x := range set {
		f.Forget(x.Name)
		f.Set = append(f.Set, x)
	}
	for _, text := range f.space {
		name, values, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return usageError{fmt.Errorf("--space %q: write it as NAME=VALUES, such as gate=st,nr", text)}
		}
		a, err := sweep.ParseAxis(name, values)
		if err != nil {
			return err
		}
		f.Forget(name)
		f.Space = append(f.Space, a)
	}
	return nil
}

// readSettings reads what --set says.
func readSettings(set []string) (out []sweep.Setting, err error) {
	for _, text := range set {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return nil, usageError{fmt.Errorf("--set %q: write it as NAME=VALUE, such as epochs=5", text)}
		}
		out = append(out, sweep.Setting{Name: name, Value: value})
	}
	return out, nil
}

// nets makes the names of files that describe networks whole, and keeps what is in them apart.
func (f *sweepFlags) nets() error {
	var names []*string
	for i := range f.Set {
		if f.Set[i].Name == "net" {
			names = append(names, &f.Set[i].Value)
		}
	}
	for _, a := range f.Space {
		if a.Name == "net" {
			for i := range a.Choices {
				names = append(names, &a.Choices[i])
			}
		}
	}
	sum := sha256.New()
	for _, name := range names {
		abs, err := filepath.Abs(*name)
		if err != nil {
			return err
		}
		text, err := readNet(*name)
		if err != nil {
			return err
		}
		sum.Write(text)
		*name = abs
	}
	if len(names) > 0 {
		f.Nets = hex.EncodeToString(sum.Sum(nil)[:4])
	}
	return nil
}

// folder is where the sweep is kept: the same command, the same folder.
func (f *sweepFlags) folder(args []string) string {
	switch {
	case f.out != "":
		return f.out
	case len(args) > 0:
		name := filepath.Base(args[0])
		return filepath.Join("sweeps", strings.TrimSuffix(name, filepath.Ext(name)))
	}
	return filepath.Join("sweeps", f.Sum())
}
