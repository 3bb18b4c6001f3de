package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"gater/internal/catalog"
	"gater/internal/report"
)

// The files of a run's folder.
const (
	configFile     = "config.json"
	netFile        = "net.yaml"
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
	_, err := os.Lstat(dir)
	made := err != nil
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, Explain(err, dir)
	}
	sweep(dir, configFile, netFile)
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
	err = r.writeJSON(configFile, c)
	if err == nil {
		err = r.writeNet()
	}
	if err == nil {
		err = r.openEvents(0)
	}
	if err != nil {
		r.abandon(made)
		return nil, err
	}
	return r, nil
}

// abandon removes the files of a run that could not begin, and its folder if it is new.
func (r *Run) abandon(made bool) {
	os.Remove(r.Path(configFile))
	os.Remove(r.Path(netFile))
	os.Remove(r.Path(eventsFile))
	if made {
		os.Remove(r.Dir)
	}
}

// Open reads the settings of a run.
func Open(dir string) (*Run, error) {
	path := filepath.Join(dir, configFile)
	b, err := read(path, maxConfig)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
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

// maxConfig is more bytes than settings have.
const maxConfig = 1 << 18

// read is the whole of a regular file of at most max bytes.
func read(path string, max int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: is not a regular file: give the folder of a run", path)
	case info.Size() > max:
		return nil, fmt.Errorf("%s: has %d bytes, far more than belong there: it is damaged", path, info.Size())
	default:
		var b []byte
		if b, err = os.ReadFile(path); err == nil {
			return b, nil
		}
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, err
	}
	return nil, fmt.Errorf("%s: cannot be read (%w): mend that, or train again", path, cause(err))
}

func readConfig(path string, b []byte) (*catalog.Config, error) {
	c := &catalog.Config{}
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("%s: damaged (%s): the run cannot be read, train again", path, brief(err))
	}
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if c.Sized() != nil {
		return nil, fmt.Errorf("%s: %d inputs and %d classes: the file was changed, train again", path, c.Inputs, c.Classes)
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

// writeNet writes the network as a file that gater train --net reads; the run itself goes by its
// settings.
func (r *Run) writeNet() error {
	return WriteFile(r.Path(netFile), func(w io.Writer) error { _, err := w.Write(r.Config.Describe().YAML()); return err })
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
