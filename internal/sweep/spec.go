//go:build !js

package sweep

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Spec declares a sweep. It is kept with the sweep, and with the data it determines the result.
type Spec struct {
	Data    string    `json:"data"`    // DATA of gater train
	Set     []Setting `json:"set"`     // settings of every trial
	Space   []Axis    `json:"space"`   // settings that vary
	Search  string    `json:"search"`  // random, grid, halving
	Trials  int       `json:"trials"`  // candidates to draw; 0 with grid, which has its own number
	Seeds   int       `json:"seeds"`   // of each candidate in the search
	Confirm int       `json:"confirm"` // further seeds of the chosen candidate, trained before the test
	Seed    uint64    `json:"seed"`    // of the search, and the first of the trials' seeds
	Stop    string    `json:"stop"`    // none, median
	Group   int       `json:"group"`   // of median: candidates that are judged by those before them
	Grace   int       `json:"grace"`   // of median: epochs before the first judgement
	Eta     int       `json:"eta"`     // of halving: one candidate in so many goes on
	First   int       `json:"first"`   // of halving: epochs of the first rung
	// Nets is a checksum of the files that the setting net names: other files, another sweep.
	Nets string `json:"nets,omitempty"`
}

// Default is the specification that a file or flags change.
func Default() Spec {
	return Spec{Data: "mnist", Search: "random", Trials: 20, Seeds: 1, Seed: 1, Stop: "none",
		Group: 4, Grace: 1, Eta: 3, First: 1}
}

// Searches and Stops are the names for Spec.Search and Spec.Stop.
var (
	Searches = []string{"random", "grid", "halving"}
	Stops    = []string{"none", "median"}
)

// most is above any number of trials that makes sense.
const most = 100_000

// Check says what is wrong with a specification, and clears what does not apply to its search.
func (s *Spec) Check() error {
	if !slices.Contains(Searches, s.Search) {
		return fmt.Errorf("unknown search %q: choose one of %s", s.Search, strings.Join(Searches, ", "))
	}
	if !slices.Contains(Stops, s.Stop) {
		return fmt.Errorf("unknown stop %q: choose one of %s", s.Stop, strings.Join(Stops, ", "))
	}
	if s.Search == "halving" && s.Stop != "none" {
		return fmt.Errorf("halving stops losers by itself: drop stop: %s", s.Stop)
	}
	if len(s.Space) == 0 {
		return fmt.Errorf("the space is empty: name a setting to vary, such as rate: log 0.001..1")
	}
	if s.Search == "grid" {
		s.Trials = 0
	} else if s.Trials < 1 {
		return fmt.Errorf("trials is %d: it must be a number of candidates, such as 20", s.Trials)
	}
	for _, n := range []struct {
		name   string
		n, min int
	}{{"trials", s.Trials, 0}, {"seeds", s.Seeds, 1}, {"confirm", s.Confirm, 0}, {"group", s.Group, 1},
		{"grace", s.Grace, 1}, {"eta", s.Eta, 2}, {"first", s.First, 1}} {
		if n.n < n.min || n.n > most {
			return fmt.Errorf("%s is %d: it must be from %d to %d", n.name, n.n, n.min, most)
		}
	}
	return s.names()
}

// reserved are flags of gater train that a sweep sets itself.
var reserved = map[string]string{
	"refit": "a sweep judges by the validation part", "no-test": "a sweep tests none but what it chose",
	"seed": "seeds gives trials their seeds", "out": "trials have folders of their own",
	"resume": "a sweep goes on by itself", "threads": "threads belong to the sweep's own command line",
	"json": "json belongs to the sweep's own command line", "quiet": "quiet belongs to the sweep's own command line",
}

// names refuses a setting that is given twice or is not a trial's own.
func (s *Spec) names() error {
	seen := map[string]bool{}
	name := func(n string) error {
		if why, ok := reserved[n]; ok {
			return fmt.Errorf("%s cannot be set for trials: %s", n, why)
		}
		if seen[n] {
			return fmt.Errorf("%s is given twice: once in set or space is enough", n)
		}
		seen[n] = true
		return nil
	}
	for _, x := range s.Set {
		if err := name(x.Name); err != nil {
			return err
		}
	}
	for i := range s.Space {
		if err := name(s.Space[i].Name); err != nil {
			return err
		}
		if err := s.Space[i].check(); err != nil {
			return err
		}
		if s.Space[i].Name == "epochs" && (s.Search == "halving" || s.Stop != "none") {
			return fmt.Errorf("epochs varies: early stopping compares trials of one length, so set it for all")
		}
	}
	return nil
}

// Forget drops a setting, whether it is set or varies, for another to take its place.
func (s *Spec) Forget(name string) {
	for i, x := range s.Set {
		if x.Name == name {
			s.Set = append(s.Set[:i:i], s.Set[i+1:]...)
			break
		}
	}
	for i, x := range s.Space {
		if x.Name == name {
			s.Space = append(s.Space[:i:i], s.Space[i+1:]...)
			break
		}
	}
}

// text is the specification as it is kept.
func (s *Spec) text() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // plain numbers and strings
	}
	return string(b)
}

// Sum names the specification: eight digits that change with any setting.
func (s *Spec) Sum() string {
	sum := sha256.Sum256([]byte(s.text()))
	return hex.EncodeToString(sum[:4])
}
