package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"

	"gater/internal/catalog"
	"gater/train"
)

// Save writes the checkpoint: all that the run needs to go on from here.
func (r *Run) Save(t *train.Trainer, seconds float64) error {
	if err := r.events.Sync(); err != nil {
		return Explain(err, r.Path(eventsFile))
	}
	at, err := r.events.Seek(0, io.SeekCurrent)
	if err != nil {
		return Explain(err, r.Path(eventsFile))
	}
	progress, err := json.Marshal(t.Progress)
	if err != nil {
		return err
	}
	return SaveTensors(r.Path(checkpointFile), t.State(), map[string]string{
		"format": format, "config": string(kept(r.Config)), "progress": string(progress),
		"events": strconv.FormatInt(at, 10), "seconds": strconv.FormatFloat(seconds, 'g', -1, 64),
	})
}

// Resume loads the checkpoint into a trainer built from the run's settings and started, and opens
// the events to go on. A run that was stopped before its first checkpoint starts again.
func (r *Run) Resume(t *train.Trainer) error {
	sweep(r.Dir, configFile, netFile, checkpointFile, modelFile, ReportFile)
	if err := r.writeNet(); err != nil {
		return err
	}
	path := r.Path(checkpointFile)
	meta, err := LoadTensors(path, t.State())
	if errors.Is(err, fs.ErrNotExist) {
		return r.openEvents(0)
	}
	if err != nil {
		return err
	}
	if err := r.belongs(path, meta); err != nil {
		return err
	}
	if err := whole(path, t.State(), blocks(t.Net)); err != nil {
		return err
	}
	p, at, seconds, err := position(meta)
	if err != nil {
		return fmt.Errorf("%s: damaged (%s): start the run again", path, brief(err))
	}
	if p.Steps != t.Progress.Steps {
		return fmt.Errorf("%s: has %d steps an epoch, this data makes %d: resume with the data the run began with",
			path, p.Steps, t.Progress.Steps)
	}
	if info, err := os.Stat(r.Path(eventsFile)); err != nil || info.Size() < at {
		return fmt.Errorf("%s: is shorter than its checkpoint says: it was changed by hand, start the run again", r.Path(eventsFile))
	}
	t.Progress = p
	t.Opt.SetCount(p.Updates)
	r.Seconds = seconds
	return r.openEvents(at)
}

// position is where a checkpoint stands: the progress, the length of the events and the time.
func position(meta map[string]string) (p train.Progress, at int64, seconds float64, err error) {
	if err = json.Unmarshal([]byte(meta["progress"]), &p); err != nil {
		return p, 0, 0, err
	}
	if at, err = strconv.ParseInt(meta["events"], 10, 64); err != nil {
		return p, 0, 0, err
	}
	if seconds, err = strconv.ParseFloat(meta["seconds"], 64); err != nil {
		return p, 0, 0, err
	}
	if p.Epoch < 0 || p.Step < 0 || p.Step >= p.Steps || p.Updates != p.Epoch*p.Steps+p.Step || p.Rows < p.Step ||
		at < 0 || !(seconds >= 0) {
		err = errors.New("its numbers contradict each other")
	}
	return p, at, seconds, err
}

// belongs says what is wrong if a file was not written with the run's settings.
func (r *Run) belongs(path string, meta map[string]string) error {
	if meta["format"] != format {
		return fmt.Errorf("%s: was not written by this version of gater: train again", path)
	}
	var c catalog.Config
	if err := json.Unmarshal([]byte(meta["config"]), &c); err != nil {
		return fmt.Errorf("%s: damaged (%s): train again", path, brief(err))
	}
	if was, is := kept(&c), kept(r.Config); !bytes.Equal(was, is) {
		return fmt.Errorf("%s: was written with other settings than those in %s: it belongs to another run", path, configFile)
	}
	return nil
}

// kept is settings as they are kept.
func kept(c *catalog.Config) []byte {
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // a Config is plain numbers and strings
	}
	return b
}
