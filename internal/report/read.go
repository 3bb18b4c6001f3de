package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// EventsFile is the name of the file with the events of a run, in its folder.
const EventsFile = "events.jsonl"

// ReadDir reads the run recorded in the folder dir.
func ReadDir(dir string) (*Run, error) {
	path := filepath.Join(dir, EventsFile)
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, fmt.Errorf("%s: no %s there; name the folder of a run", dir, EventsFile)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := Read(f, path)
	if err != nil {
		return nil, err
	}
	r.Name = filepath.Base(dir)
	return r, nil
}

// Read reads the events of one run; name is for messages, and names the run.
// Unknown events and fields are ignored. A line that is no event is an error,
// unless nothing follows it or the run was resumed right after it: that is
// what a killed process leaves. Events before the first start are ignored,
// and a file without a start is an error.
func Read(r io.Reader, name string) (*Run, error) {
	run := &Run{Name: name}
	in := bufio.NewReader(r)
	var started bool
	var damage error
	for n := 1; ; n++ {
		line, end := in.ReadBytes('\n')
		if end != nil && end != io.EOF {
			return nil, fmt.Errorf("%s: %w", name, end)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			e, err := decode(line)
			switch {
			case err != nil && damage == nil:
				damage = fmt.Errorf("%s: line %d is damaged (%v); delete the line to read the rest", name, n, err)
			case damage != nil && !restarts(e):
				return nil, damage
			default:
				damage = nil
			}
			if _, ok := e.(*Start); ok {
				started = true
			}
			if e != nil && started {
				run.add(e)
			}
		}
		if end == io.EOF {
			break
		}
	}
	run.Cut = damage != nil
	if !started {
		return nil, fmt.Errorf("%s: no start event; it is not the record of a run, or the run died before it began", name)
	}
	return run, nil
}

// restarts reports whether a new process wrote e.
func restarts(e Event) bool {
	switch e.(type) {
	case *Resumed, *Start:
		return true
	}
	return false
}

// decode returns the event on a line, nil if it is of an unknown kind.
func decode(line []byte) (Event, error) {
	var head struct {
		Event string `json:"event"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, err
	}
	var e Event
	switch head.Event {
	case "":
		return nil, errors.New(`no "event" field`)
	case "start":
		e = new(Start)
	case "epoch":
		e = new(Epoch)
	case "gates":
		e = new(Gates)
	case "end":
		e = new(End)
	case "withheld":
		e = new(Withheld)
	case "stopped":
		e = new(Stopped)
	case "resumed":
		e = new(Resumed)
	default:
		return nil, nil
	}
	if err := json.Unmarshal(line, e); err != nil {
		return nil, err
	}
	return e, nil
}
