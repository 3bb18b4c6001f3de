package vae

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"

	"gater/internal/report"
	"gater/internal/runs"
	"gater/nn"
	"gater/train"
)

// The files of a run's folder.
const (
	configFile     = "config.json"
	eventsFile     = "events.jsonl"
	checkpointFile = "checkpoint.safetensors"
	modelFile      = "model.safetensors"
	ReportFile     = "report.html"
	format         = "gater vae 1"
)

// Folder is a run on disk: its settings, its events and a checkpoint, each replaced as a whole or
// not at all.
type Folder struct {
	Dir    string
	Config *Config
	events *os.File
}

// Create makes the folder of a new run. It refuses one that has something in it.
func Create(dir string, c *Config) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, runs.Explain(err, dir)
	}
	in, err := os.ReadDir(dir)
	if err != nil {
		return nil, runs.Explain(err, dir)
	}
	f := &Folder{Dir: dir, Config: c}
	if len(in) > 0 {
		if _, err := os.Stat(f.Path(configFile)); err == nil {
			return nil, fmt.Errorf("%s holds a run already: go on with it by --resume %s, or choose another folder with --out", dir, dir)
		}
		return nil, fmt.Errorf("%s is not empty: choose a new folder with --out", dir)
	}
	err = runs.WriteFile(f.Path(configFile), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(c)
	})
	if err != nil {
		return nil, err
	}
	return f, f.open(0)
}

// Open reads the settings of a run.
func Open(dir string) (*Folder, error) {
	f := &Folder{Dir: dir, Config: &Config{}}
	b, err := os.ReadFile(f.Path(configFile))
	if err != nil {
		return nil, fmt.Errorf("%s holds no run of gater lab vae (%w): give the folder that it printed", dir, cause(err))
	}
	return f, f.Config.read(f.Path(configFile), b)
}

// read takes in the settings of the file at path.
func (c *Config) read(path string, b []byte) error {
	if err := json.Unmarshal(b, c); err != nil {
		return fmt.Errorf("%s: damaged (%w): start the run again", path, err)
	}
	if c.Kind != "vae" {
		return fmt.Errorf("%s is a run of gater train, not of gater lab vae: give another folder", filepath.Dir(path))
	}
	if err := c.Check(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func cause(err error) error {
	if p := new(fs.PathError); errors.As(err, &p) {
		return p.Err
	}
	return err
}

// Path is a file of the run.
func (f *Folder) Path(name string) string { return filepath.Join(f.Dir, name) }

// open opens the events to go on after their first size bytes.
func (f *Folder) open(size int64) error {
	path := f.Path(eventsFile)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		err = file.Truncate(size)
	}
	if err == nil {
		_, err = file.Seek(size, io.SeekStart)
	}
	f.events = file
	return runs.Explain(err, path)
}

// Event appends an event.
func (f *Folder) Event(e report.Event) error {
	return runs.Explain(report.Encode(f.events, e), f.Path(eventsFile))
}

// Save writes the checkpoint: all that the run needs to go on from here.
func (f *Folder) Save(t *Trainer) error {
	if err := f.events.Sync(); err != nil {
		return runs.Explain(err, f.Path(eventsFile))
	}
	at, err := f.events.Seek(0, io.SeekCurrent)
	if err != nil {
		return runs.Explain(err, f.Path(eventsFile))
	}
	config, err := json.Marshal(f.Config)
	if err != nil {
		return err
	}
	progress, err := json.Marshal(t.Progress)
	if err != nil {
		return err
	}
	return runs.SaveTensors(f.Path(checkpointFile), t.State(), map[string]string{"format": format,
		"config": string(config), "progress": string(progress), "events": strconv.FormatInt(at, 10)})
}

// SaveModel writes the trained weights with the run's settings.
func (f *Folder) SaveModel(net nn.Layer) error {
	config, err := json.Marshal(f.Config)
	if err != nil {
		return err
	}
	return runs.SaveTensors(f.Path(modelFile), train.Tensors(net), map[string]string{"format": format, "config": string(config)})
}

// Resume loads the checkpoint into a trainer that was started, and opens the events to go on. A run
// that was stopped before its first checkpoint starts again.
func (f *Folder) Resume(t *Trainer) error {
	path := f.Path(checkpointFile)
	meta, err := runs.LoadTensors(path, t.State())
	if errors.Is(err, fs.ErrNotExist) {
		return f.open(0)
	}
	if err != nil {
		return err
	}
	var c Config
	if err := json.Unmarshal([]byte(meta["config"]), &c); err != nil || meta["format"] != format || !reflect.DeepEqual(&c, f.Config) {
		return fmt.Errorf("%s: was written with other settings than those in %s: it belongs to another run", path, configFile)
	}
	at, err := strconv.ParseInt(meta["events"], 10, 64)
	if err == nil {
		err = json.Unmarshal([]byte(meta["progress"]), &t.Progress)
	}
	if p := t.Progress; err != nil || p.Step < 0 || p.Step > c.Steps || at < 0 {
		return fmt.Errorf("%s: damaged: start the run again", path)
	}
	if info, err := os.Stat(f.Path(eventsFile)); err != nil || info.Size() < at {
		return fmt.Errorf("%s: is shorter than its checkpoint says: it was changed by hand, start the run again", f.Path(eventsFile))
	}
	t.Loaded()
	return f.open(at)
}

// Close closes the events.
func (f *Folder) Close() error { return f.events.Close() }
