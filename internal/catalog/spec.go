package catalog

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gater/est"
)

// Spec is an estimator by name, with settings of its own, such as sbn:baseline=mean.
type Spec struct {
	Text string // as people write it
	Gate *Gate
	c    Config
}

// SpecOf is the estimator that a network is trained with.
func SpecOf(c *Config) (*Spec, error) {
	g, err := FindGate(c.Gate)
	if err != nil {
		return nil, err
	}
	return &Spec{Text: c.Gate, Gate: g, c: *c}, nil
}

// New makes an estimator. Each has its own state.
func (s *Spec) New() est.Estimator { return s.Gate.New(&s.c) }

// InGroups is the same estimator on one-hot groups of k columns, or nil if it exists on bits alone.
func (s *Spec) InGroups(k int) *Spec {
	if !s.Gate.takes(options["groups"]) {
		return nil
	}
	g := *s
	g.c.OneHot = k
	return &g
}

// An option is a setting of an estimator: where it is kept, and two values that differ from the
// default and from each other.
type option struct {
	at     func(c *Config) any
	values [2]string
	beside Config // what it takes for the setting to make a difference
}

// options are the settings that may follow an estimator's name.
var options = map[string]option{
	"baseline": {func(c *Config) any { return &c.Baseline }, [2]string{"none", "mean"}, Config{}},
	"noise":    {func(c *Config) any { return &c.Noise }, [2]string{"0.3", "0.4"}, Config{}},
	"exponent": {func(c *Config) any { return &c.Exponent }, [2]string{"0.3", "0.4"}, Config{}},
	"k":        {func(c *Config) any { return &c.Samples }, [2]string{"3", "5"}, Config{}},
	"tau":      {func(c *Config) any { return &c.Tau }, [2]string{"0.3", "0.4"}, Config{}},
	"slope":    {func(c *Config) any { return &c.Slope }, [2]string{"2", "3"}, Config{}},
	"alpha":    {func(c *Config) any { return &c.Alpha }, [2]string{"0.5", "0.75"}, Config{}},
	"curve":    {func(c *Config) any { return &c.Curve }, [2]string{"fast-sigmoid", "triangle"}, Config{}},
	"groups":   {func(c *Config) any { return &c.OneHot }, [2]string{"3", "5"}, Config{}},
	"tau-to":   {func(c *Config) any { return &c.TauTo }, [2]string{"0.3", "0.4"}, Config{Tau: 1, Epochs: 1}},
	"noise-to": {func(c *Config) any { return &c.NoiseTo }, [2]string{"0.1", "0.2"}, Config{Epochs: 1}},
	"slope-to": {func(c *Config) any { return &c.SlopeTo }, [2]string{"3", "4"}, Config{Epochs: 1}},
}

// set writes a value where the option is kept.
func (o option) set(c *Config, value string) (err error) {
	switch at := o.at(c).(type) {
	case *string:
		*at = value
	case *int:
		*at, err = strconv.Atoi(value)
	case *float64:
		*at, err = strconv.ParseFloat(value, 64)
	}
	return err
}

// takes reports whether an option makes a difference to a gate.
func (g *Gate) takes(o option) bool {
	c := [2]Config{o.beside, o.beside}
	for i, v := range o.values {
		o.set(&c[i], v)
	}
	return !reflect.DeepEqual(g.New(&c[0]), g.New(&c[1]))
}

// Options lists the settings that a gate takes.
func (g *Gate) Options() (names []string) {
	for _, name := range optionNames {
		if g.takes(options[name]) {
			names = append(names, name)
		}
	}
	return names
}

var optionNames = []string{"baseline", "k", "tau", "slope", "alpha", "curve", "noise", "exponent", "groups"}

// scheduled are settings that make a difference in the course of a training alone.
var scheduled = []string{"tau-to", "slope-to", "noise-to"}

// ParseSpec reads NAME or NAME:SETTING=VALUE:…; the settings are checked as those of a network are.
func ParseSpec(text string) (*Spec, error) { return parseSpec(text, Config{}, optionNames) }

// parseSpec reads settings of the given names over those of c.
func parseSpec(text string, c Config, names []string) (*Spec, error) {
	if strings.ContainsFunc(text, unicode.IsControl) {
		return nil, fmt.Errorf("gate %.60q has characters that cannot be seen: write it as NAME:SETTING=VALUE", text)
	}
	parts := strings.Split(text, ":")
	g, err := FindGate(parts[0])
	if err != nil {
		return nil, err
	}
	s := &Spec{Text: text, Gate: g, c: c}
	for _, p := range parts[1:] {
		name, value, _ := strings.Cut(p, "=")
		o, ok := options[name]
		if !ok || !slices.Contains(names, name) || !g.takes(o) {
			return nil, fmt.Errorf("%s takes no %.60q: %s", g.Name, name, g.takesWhat())
		}
		if err := o.set(&s.c, value); err != nil {
			return nil, fmt.Errorf("%s: %s is %.60q: it must be a number, such as %s", g.Name, name, value, o.values[0])
		}
		if reflect.ValueOf(o.at(&s.c)).Elem().IsZero() {
			return nil, fmt.Errorf("%s: %s is %.60q: give it a value, such as %s, or leave it out", g.Name, name, value, o.values[0])
		}
	}
	return s, s.check()
}

// check says what is wrong with the settings.
func (s *Spec) check() error {
	if err := known("baseline", s.c.Baseline, append([]string{""}, Baselines...)); err != nil {
		return err
	}
	for _, r := range s.c.estimatorRanges() {
		if !(r.v >= r.lo && r.v <= r.hi) {
			return fmt.Errorf("%s: %s is %v: it must be %s", s.Gate.Name, r.name, r.v, r.what)
		}
	}
	if e, ok := s.New().(interface{ Check() error }); ok {
		if err := e.Check(); err != nil {
			return fmt.Errorf("%s: %w", s.Text, err)
		}
	}
	return nil
}

// takesWhat says which settings a gate takes.
func (g *Gate) takesWhat() string {
	names := g.Options()
	if len(names) == 0 {
		return "it has no settings"
	}
	return "its settings are " + strings.Join(names, ", ")
}
