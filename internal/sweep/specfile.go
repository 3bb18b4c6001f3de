//go:build !js

package sweep

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"gater/internal/network"
)

// file is a specification as people write it in YAML.
type file struct {
	Data    *string       `yaml:"data"`
	Set     yaml.MapSlice `yaml:"set"`
	Space   yaml.MapSlice `yaml:"space"`
	Search  *string       `yaml:"search"`
	Trials  *int          `yaml:"trials"`
	Seeds   *int          `yaml:"seeds"`
	Confirm *int          `yaml:"confirm"`
	Seed    *uint64       `yaml:"seed"`
	Stop    *string       `yaml:"stop"`
	Group   *int          `yaml:"group"`
	Grace   *int          `yaml:"grace"`
	Eta     *int          `yaml:"eta"`
	First   *int          `yaml:"first"`
}

// maxFile is more bytes than a specification has.
const maxFile = 1 << 20

// ReadFile changes s by what a YAML file says. A key that is not known is an error.
func (s *Spec) ReadFile(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxFile {
		return fmt.Errorf("%s: has %d bytes: give the file that declares a sweep", path, info.Size())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("cannot read %s (%w): give the file that declares a sweep", path, errors.Unwrap(err))
	}
	if b, err = network.Text(b); err == nil {
		err = network.Shallow(b)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var f file
	if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
		return fmt.Errorf("%s: %s: see gater sweep --help", path, brief(err))
	}
	if err := s.take(&f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// brief is the first line of a YAML error, which may draw the lines around it.
func brief(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// put sets a field to what the file has, if it has it.
func put[T any](field *T, x *T) {
	if x != nil {
		*field = *x
	}
}

func (s *Spec) take(f *file) error {
	put(&s.Data, f.Data)
	put(&s.Search, f.Search)
	put(&s.Trials, f.Trials)
	put(&s.Seeds, f.Seeds)
	put(&s.Confirm, f.Confirm)
	put(&s.Seed, f.Seed)
	put(&s.Stop, f.Stop)
	put(&s.Group, f.Group)
	put(&s.Grace, f.Grace)
	put(&s.Eta, f.Eta)
	put(&s.First, f.First)
	for _, x := range f.Set {
		v, err := scalar(x.Value)
		if err != nil {
			return fmt.Errorf("set: %v %w", x.Key, err)
		}
		s.Set = append(s.Set, Setting{fmt.Sprint(x.Key), v})
	}
	for _, x := range f.Space {
		a := Axis{Name: fmt.Sprint(x.Key), Kind: "choice"}
		if list, ok := x.Value.([]any); ok {
			for _, y := range list {
				v, err := scalar(y)
				if err != nil {
					return fmt.Errorf("space: %s %w", a.Name, err)
				}
				a.Choices = append(a.Choices, v)
			}
			if len(list) == 0 {
				return fmt.Errorf("space: %s has no choices: give its values", a.Name)
			}
		} else {
			v, err := scalar(x.Value)
			if err != nil {
				return fmt.Errorf("space: %s %w", a.Name, err)
			}
			if a, err = ParseAxis(a.Name, v); err != nil {
				return err
			}
		}
		s.Space = append(s.Space, a)
	}
	return nil
}

// scalar is a YAML value as it is written on a command line; a list has commas.
func scalar(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case int, int64, uint64, bool:
		return fmt.Sprint(v), nil
	case []any:
		var parts []string
		for _, x := range v {
			s, err := scalar(x)
			if err != nil {
				return "", err
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ","), nil
	}
	return "", fmt.Errorf("is %v: write a number, a word or a list", v)
}
