// Package data holds labelled pictures in memory and says in which order to
// read them: MNIST, a folder of IDX files, or a synthetic task with a known
// answer.
package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Float is what pixels are converted to.
type Float interface{ ~float32 | ~float64 }

// Set is a labelled set of pictures, a byte a pixel.
type Set struct {
	Name          string
	Height, Width int      // of a picture, in pixels
	X             []uint8  // Len×Dim, row-major; a pixel's value is its byte / 255
	Labels        []uint8  // Len class numbers, each below len(Classes)
	Classes       []string // the names of the classes
}

// Splits are the three parts of a data set. Valid is the last sixth of what
// was given for training (10,000 of 60,000).
type Splits struct {
	Name               string
	Train, Valid, Test *Set
}

// Open returns the data set of that name: "mnist", "synthetic", or the path of
// a folder of IDX files. Log, if not nil, is told when something must be fetched.
func Open(ctx context.Context, name string, log func(string)) (*Splits, error) {
	switch name {
	case "":
		return nil, errors.New(`no data set named: want "mnist", "synthetic" or a folder of IDX files`)
	case "mnist":
		return MNIST(ctx, log)
	case "synthetic":
		return Synthetic(24_000, 5_000, 0.05, 1), nil
	}
	return Folder(name)
}

// String is a line such as
// "mnist: 50000 training, 10000 validation and 10000 test pictures of 28×28, 10 classes".
func (p *Splits) String() string {
	return fmt.Sprintf("%s: %d training, %d validation and %d test pictures of %d×%d, %d classes",
		p.Name, p.Train.Len(), p.Valid.Len(), p.Test.Len(), p.Train.Height, p.Train.Width, len(p.Train.Classes))
}

// Refit has the validation examples behind the training ones. Valid is as it was, and has been trained
// on: it can set thresholds, and no longer judge.
func (p *Splits) Refit() *Splits {
	all := *p.Train
	all.X = slices.Concat(p.Train.X, p.Valid.X)
	all.Labels = slices.Concat(p.Train.Labels, p.Valid.Labels)
	return &Splits{p.Name, &all, p.Valid, p.Test}
}

// split cuts the last sixth off train.
func split(name string, train, test *Set) *Splits {
	n := train.Len() - train.Len()/6
	p := &Splits{name, train.Slice(0, n), train.Slice(n, train.Len()), test}
	p.Train.Name, p.Valid.Name, p.Test.Name = name+" train", name+" valid", name+" test"
	return p
}
