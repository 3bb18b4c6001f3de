// Package data holds examples in memory, pictures or rows of tables, and says in which order to
// read them: MNIST, Fashion-MNIST, a folder of IDX files, or a synthetic task with a known answer.
package data

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// Float is what pixels are converted to.
type Float interface{ ~float32 | ~float64 }

// Splits are the three parts of a data set. Valid is the last sixth of what
// was given for training (10,000 of 60,000).
type Splits struct {
	Name               string
	Train, Valid, Test *Set
}

// Named reports whether a data set goes by that name; all others are paths.
func Named(name string) bool { return name == "mnist" || name == "fashion" || name == "synthetic" }

// Abs is a name that holds in any folder: a path is made absolute.
func Abs(name string) (string, error) {
	if Named(name) {
		return name, nil
	}
	return filepath.Abs(name)
}

// Open returns the data set of that name, "mnist", "fashion" or "synthetic", or that of the path of
// a folder of IDX files. Log, if not nil, is told when something must be fetched.
func Open(ctx context.Context, name string, log func(string)) (*Splits, error) {
	switch name {
	case "":
		return nil, errors.New(`no data set named: want "mnist", "fashion", "synthetic" or a folder of IDX files`)
	case "mnist":
		return MNIST(ctx, log)
	case "fashion":
		return Fashion(ctx, log)
	case "synthetic":
		return Synthetic(24_000, 5_000, 0.05, 1), nil
	}
	return Folder(name)
}

// String is a line such as
// "mnist: 50000 training, 10000 validation and 10000 test pictures of 28×28, 10 classes".
func (p *Splits) String() string {
	t := p.Train
	what := fmt.Sprintf("pictures of %d×%d", t.Height, t.Width)
	if t.V != nil {
		what = fmt.Sprintf("rows of %d numbers", t.Width)
	}
	of := fmt.Sprintf("%d classes", len(t.Classes))
	switch t.Task.Or() {
	case Labels:
		of = fmt.Sprintf("%d labels", t.Outputs)
	case Number:
		of = "a number to predict"
	}
	return fmt.Sprintf("%s: %d training, %d validation and %d test %s, %s", p.Name, t.Len(), p.Valid.Len(), p.Test.Len(), what, of)
}

// Refit has the validation examples behind the training ones. Valid is as it was, and has been trained
// on: it can set thresholds, and no longer judge.
func (p *Splits) Refit() *Splits {
	all := *p.Train
	all.X, all.V = slices.Concat(p.Train.X, p.Valid.X), slices.Concat(p.Train.V, p.Valid.V)
	all.Labels, all.Y = slices.Concat(p.Train.Labels, p.Valid.Labels), slices.Concat(p.Train.Y, p.Valid.Y)
	all.Weights = slices.Concat(p.Train.Weights, p.Valid.Weights)
	return &Splits{p.Name, &all, p.Valid, p.Test}
}

// split cuts the last sixth off train.
func split(name string, train, test *Set) *Splits {
	n := train.Len() - train.Len()/6
	p := &Splits{name, train.Slice(0, n), train.Slice(n, train.Len()), test}
	p.Train.Name, p.Valid.Name, p.Test.Name = name+" train", name+" valid", name+" test"
	return p
}
