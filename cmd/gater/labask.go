package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A question is what gater lab pick asks for where no flag says it.
type question struct {
	flag, text string
	set        func(f *pickFlags, answer string) error
}

var questions = []question{
	{"black-box", "Is the loss a black box, with a value and no derivative in the units' outputs? (y/n)", func(f *pickFlags, a string) error {
		yes := slices.Contains([]string{"y", "yes", "true"}, a)
		if !yes && !slices.Contains([]string{"n", "no", "false"}, a) {
			return errors.New("answer y or n")
		}
		f.BlackBox = yes
		return nil
	}},
	{"evals", "How many evaluations of the loss may a gradient take?", number(1, func(f *pickFlags) *int { return &f.Evals })},
	{"units", "How many units has a layer?", number(1, func(f *pickFlags) *int { return &f.Units })},
	{"layers", "How many layers of units are there, one after the other?", number(1, func(f *pickFlags) *int { return &f.Layers })},
	{"groups", "How many outcomes has a unit? (0 for bits)", number(0, func(f *pickFlags) *int { return &f.Groups })},
	{"skip", "What must training be able to leave out behind shut units? (nothing, forward, everything)", func(f *pickFlags, a string) error {
		if !slices.Contains([]string{"nothing", "forward", "everything"}, a) {
			return errors.New("answer nothing, forward or everything")
		}
		f.Skip = a
		return nil
	}},
}

// number sets a number of at least lo.
func number(lo int, at func(f *pickFlags) *int) func(*pickFlags, string) error {
	return func(f *pickFlags, answer string) error {
		n, err := strconv.Atoi(answer)
		if err != nil || n < lo || n > 1<<20 {
			return fmt.Errorf("answer a number, %d or more", lo)
		}
		*at(f) = n
		return nil
	}
}

// missing is the questions that no flag answers.
func (f *pickFlags) missing(changed func(flag string) bool) (qs []question) {
	for _, q := range questions {
		if !changed(q.flag) {
			qs = append(qs, q)
		}
	}
	return qs
}

// ask puts questions until each has an answer.
func (f *pickFlags) ask(in io.Reader, out io.Writer, qs []question) error {
	lines := bufio.NewScanner(in)
	for _, q := range qs {
		for {
			fmt.Fprintf(out, "%s ", q.text)
			if !lines.Scan() {
				fmt.Fprintln(out)
				return fmt.Errorf("no answer to --%s: give %s", q.flag, flagNames(qs))
			}
			err := q.set(f, strings.ToLower(strings.TrimSpace(lines.Text())))
			if err == nil {
				break
			}
			fmt.Fprintf(out, "  %v\n", err)
		}
	}
	return nil
}

// flagNames is the flags of some questions.
func flagNames(qs []question) string {
	var names []string
	for _, q := range qs {
		names = append(names, "--"+q.flag)
	}
	return strings.Join(names, ", ")
}
