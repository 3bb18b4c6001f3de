package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"gater/data"
	"gater/internal/model"
	"gater/internal/runs"
)

// labelled is rows to hold narrow weights against floats on, and what they are called: those of name,
// or the test part of what a run was trained on. Without either there are none, and a note why.
func labelled(ctx context.Context, from string, m *model.Model, name string) (*data.Set, string, error) {
	say := func(line string) { fmt.Fprintln(os.Stderr, line) }
	r, err := runs.Open(from)
	isRun := err == nil
	if name == "" {
		if !isRun {
			say("what the narrow weights change is not measured: name labelled rows with --data")
			return nil, "", nil
		}
		if err := notTrial(from); err != nil {
			say("what the narrow weights change is not measured: name labelled rows with --data, since " + err.Error())
			return nil, "", nil
		}
		name = r.Config.Data
	}
	if m.Prep == nil {
		return labelledPictures(ctx, m, name, say)
	}
	var set *data.Set
	var notes []string
	if isRun {
		set, notes, err = testRows(ctx, r, m.Prep, name, name)
	} else {
		set, notes, err = examples(ctx, m.Prep, name, name)
	}
	for _, n := range notes {
		say(n)
	}
	if len(notes) > 0 && strings.Contains(notes[0], "test rows") {
		name += testPart
	}
	return set, name, err
}

const testPart = " (test part)"

func labelledPictures(ctx context.Context, m *model.Model, name string, say func(string)) (*data.Set, string, error) {
	d, err := openSet(ctx, name, say)
	if err != nil {
		return nil, "", err
	}
	if d.Test.Dim() != m.Network.Inputs || len(d.Test.Classes) > m.Network.Outputs || d.Test.Task.Or() != m.Task {
		return nil, "", fmt.Errorf("%s has rows of %d numbers in %d classes, the model takes %d in %d: give data of that shape",
			name, d.Test.Dim(), len(d.Test.Classes), m.Network.Inputs, m.Network.Outputs)
	}
	return d.Test, name + testPart, nil
}
