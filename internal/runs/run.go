package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"gater/internal/catalog"
	"gater/internal/report"
	"gater/train"
)

// The files of a run's folder.
const (
	configFile     = "config.json"
	eventsFile     = "events.jsonl"
	checkpointFile = "checkpoint.safetensors"
	modelFile      = "model.safetensors"
	ReportFile     = "report.html"
)

const format = "gater 1"

// Run is a run's folder, open for training.
type Run struct {
	Dir     string
	Config  *catalog.Config
	Seconds float64 // of training before this sitting

	events *os.File
}

// Create makes the folder of a new run. It refuses a folder that has something in it.
func Create(dir string, c *catalog.Config) (*Run, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, Explain(err, dir)
	}
	in, err := os.ReadDir(dir)
	if err != nil {
		return nil, Explain(err, dir)
	}
	if len(in) > 0 {
		if _, err := os.Stat(filepath.Join(dir, configFile)); err == nil {
			return nil, fmt.Errorf("%s holds a run already: go on with it by --resume %s, or choose another folder with --out", dir, dir)
		}
		return nil, fmt.Errorf("%s is not empty: choose a new folder with --out", dir)
	}
	r := &Run{Dir: dir, Config: c}
	if err := r.writeJSON(configFile, c); err != nil {
		return nil, err
	}
	return r, r.openEvents(0)
}

// Open reads the settings of a run.
func Open(dir string) (*Run, error) {
	path := filepath.Join(dir, configFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no run (it has no %s): give the folder that gater train printed", dir, configFile)
	}
	if err != nil {
		return nil, err
	}
	c, err := readConfig(path, b)
	if err != nil {
		return nil, err
	}
	return &Run{Dir: dir, Config: c}, nil
}

func readConfig(path string, b []byte) (*catalog.Config, error) {
	c := &catalog.Config{}
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("%s: damaged (%v): the run cannot be read", path, err)
	}
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// Path is a file of the run.
func (r *Run) Path(name string) string { return filepath.Join(r.Dir, name) }

func (r *Run) writeJSON(name string, v any) error {
	return WriteFile(r.Path(name), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(v)
	})
}

// openEvents opens the events for appending after their first size bytes; what follows belongs
// to steps that will be done again.
func (r *Run) openEvents(size int64) error {
	path := r.Path(eventsFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return Explain(err, path)
	}
	if err := f.Truncate(size); err != nil {
		return Explain(err, path)
	}
	if _, err := f.Seek(size, io.SeekStart); err != nil {
		return Explain(err, path)
	}
	r.events = f
	return nil
}

// Event appends an event.
func (r *Run) Event(e report.Event) error {
	if err := report.Encode(r.events, e); err != nil {
		return Explain(err, r.Path(eventsFile))
	}
	return nil
}

// Close closes the events.
func (r *Run) Close() error {
	if r.events == nil {
		return nil
	}
	return r.events.Close()
}

// Save writes the checkpoint: all that the run needs to go on from here.
func (r *Run) Save(t *train.Trainer, seconds float64) error {
	if err := r.events.Sync(); err != nil {
		return Explain(err, r.Path(eventsFile))
	}
	at, err := r.events.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	progress, err := json.Marshal(t.Progress)
	if err != nil {
		return err
	}
	return SaveTensors(r.Path(checkpointFile), t.State(), map[string]string{
		"format": format, "progress": string(progress),
		"events": strconv.FormatInt(at, 10), "seconds": strconv.FormatFloat(seconds, 'g', -1, 64),
	})
}

// Resume loads the checkpoint into a trainer built from the run's settings and started, and opens
// the events to go on. A run that was stopped before its first checkpoint starts again.
func (r *Run) Resume(t *train.Trainer) error {
	path := r.Path(checkpointFile)
	meta, err := LoadTensors(path, t.State())
	if errors.Is(err, fs.ErrNotExist) {
		return r.openEvents(0)
	}
	if err != nil {
		return err
	}
	var p train.Progress
	at, errAt := strconv.ParseInt(meta["events"], 10, 64)
	seconds, errSec := strconv.ParseFloat(meta["seconds"], 64)
	if err := errors.Join(json.Unmarshal([]byte(meta["progress"]), &p), errAt, errSec); err != nil || meta["format"] != format {
		return fmt.Errorf("%s: not a checkpoint of this version of gater: start the run again", path)
	}
	if p.Steps != t.Progress.Steps {
		return fmt.Errorf("%s: has %d steps an epoch, this data makes %d: resume with the data the run began with",
			path, p.Steps, t.Progress.Steps)
	}
	if info, err := os.Stat(r.Path(eventsFile)); err != nil || info.Size() < at {
		return fmt.Errorf("%s: is shorter than its checkpoint says: the run was changed by hand and cannot be resumed", r.Path(eventsFile))
	}
	t.Progress = p
	t.Opt.SetCount(p.Updates)
	r.Seconds = seconds
	return r.openEvents(at)
}
