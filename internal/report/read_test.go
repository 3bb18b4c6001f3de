package report

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

const (
	lineStart = `{"event":"start","seed":18446744073709551615,"epochs":3,"colour":"unknown field"}` + "\n"
	lineOne   = `{"event":"epoch","epoch":1,"train_loss":null}` + "\n"
	lineTwo   = `{"event":"epoch","epoch":2}` + "\n"
	lineGates = `{"event":"gates","epoch":2,"layer":"a","hist":[1],"hi":1}` + "\n"
	lineOther = `{"event":"weather","temperature":21}` + "\n"
	lineCut   = `{"event":"epoch","epo`
	lineBack  = `{"event":"resumed","epoch":1}` + "\n"
	lineStop  = `{"event":"stopped","epoch":2,"reason":"signal"}` + "\n"
	lineEnd   = `{"event":"end","epoch":2,"test_error":0.01}` + "\n"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, in            string
		epochs, gates       int
		ended, stopped, cut bool
		err                 string
	}{
		{name: "whole", in: lineStart + lineOne + lineTwo + lineGates + lineEnd, epochs: 2, gates: 1, ended: true},
		{name: "no newline", in: lineStart + strings.TrimSpace(lineOne), epochs: 1},
		{name: "unknown event", in: lineStart + lineOther + lineOne, epochs: 1},
		{name: "empty lines", in: "\n" + lineStart + "\r\n \n" + lineOne, epochs: 1},
		{name: "cut at the end", in: lineStart + lineOne + lineCut, epochs: 1, cut: true},
		{name: "cut at the end, newline", in: lineStart + lineOne + lineCut + "\n\n", epochs: 1, cut: true},
		{name: "cut, then resumed", in: lineStart + lineOne + lineCut + "\n" + lineBack + lineTwo, epochs: 2},
		{name: "cut, then anew", in: lineStart + lineOne + lineCut + "\n" + lineStart + lineTwo, epochs: 1},
		{name: "cut in the middle", in: lineStart + lineCut + "\n" + lineTwo, err: "name: line 2 is damaged"},
		{name: "cut before an unknown event", in: lineStart + lineCut + "\n" + lineOther, err: "name: line 2 is damaged"},
		{name: "cut twice", in: lineStart + lineCut + "\n" + lineCut + "\n" + lineBack, err: "name: line 2 is damaged"},
		{name: "wrong type", in: lineStart + `{"event":"epoch","epoch":"one"}` + "\n" + lineTwo, err: "line 2"},
		{name: "no event", in: lineStart + `{"epoch":1}` + "\n" + lineTwo, err: `no "event" field`},
		{name: "resumed voids", in: lineStart + lineOne + lineTwo + lineGates + lineStop + lineBack, epochs: 1},
		{name: "trained again", in: lineStart + lineOne + lineTwo + lineGates + lineBack + lineTwo + lineGates, epochs: 2, gates: 1},
		{name: "gates before their epoch", in: lineStart + lineGates + lineTwo, epochs: 1, gates: 1},
		{name: "stopped", in: lineStart + lineOne + lineStop, epochs: 1, stopped: true},
		{name: "stopped, then ended", in: lineStart + lineOne + lineStop + lineBack + lineEnd, epochs: 1, ended: true},
		{name: "empty", in: "", err: "name: no start event"},
		{name: "start is missing", in: lineOne, err: "name: no start event"},
	} {
		r, err := Read(strings.NewReader(c.in), "name")
		if c.err != "" || err != nil {
			if c.err == "" || err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: error %v, want %q", c.name, err, c.err)
			}
			continue
		}
		if len(r.Epochs) != c.epochs || len(r.Gates) != c.gates || (r.End != nil) != c.ended ||
			(r.Stopped != nil) != c.stopped || r.Cut != c.cut {
			t.Errorf("%s: %d epochs, %d gates, end %v, stopped %v, cut %v", c.name,
				len(r.Epochs), len(r.Gates), r.End != nil, r.Stopped != nil, r.Cut)
		}
		if r.Start.Seed != math.MaxUint64 {
			t.Errorf("%s: seed %d", c.name, r.Start.Seed)
		}
	}
}

// TestRoundTrip: what Encode writes, Read returns.
func TestRoundTrip(t *testing.T) {
	for name, c := range recipes {
		r := c.run(t)
		var epochs, gates int
		for _, e := range c.events() {
			switch e := e.(type) {
			case Epoch:
				if !reflect.DeepEqual(r.Epochs[epochs], e) {
					t.Fatalf("%s: epoch %d is %+v, want %+v", name, e.Epoch, r.Epochs[epochs], e)
				}
				epochs++
			case Gates:
				if !reflect.DeepEqual(r.Gates[gates], e) {
					t.Fatalf("%s: gates of epoch %d differ", name, e.Epoch)
				}
				gates++
			case End:
				if !reflect.DeepEqual(*r.End, e) {
					t.Fatalf("%s: the end differs", name)
				}
			}
		}
		if epochs != len(r.Epochs) || gates != len(r.Gates) {
			t.Errorf("%s: %d epochs, %d gates read, %d and %d written", name, len(r.Epochs), len(r.Gates), epochs, gates)
		}
	}
	lost := Num(math.Inf(-1))
	r, err := Read(bytes.NewReader(record(t, Start{}, Epoch{Epoch: 1, TrainLoss: lost}, Stopped{Reason: "a\n\"b\""})), "")
	if err != nil || !math.IsNaN(float64(r.Epochs[0].TrainLoss)) || r.Stopped.Reason != "a\n\"b\"" {
		t.Errorf("%+v, %v", r, err)
	}
	if err := Encode(io.Discard, Epoch{TrainError: math.NaN()}); err == nil || !strings.Contains(err.Error(), "epoch event") {
		t.Errorf("an error of NaN: %v", err)
	}
}

func TestReadDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run-7")
	if _, err := ReadDir(dir); err == nil || !strings.Contains(err.Error(), "run-7: no events.jsonl there") {
		t.Errorf("no folder: %v", err)
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, EventsFile)
	if err := os.WriteFile(path, []byte(lineStart+lineOne), 0o644); err != nil {
		t.Fatal(err)
	}
	if r, err := ReadDir(dir); err != nil || r.Name != "run-7" || len(r.Epochs) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if err := os.WriteFile(path, []byte(lineStart+lineCut+"\n"+lineTwo), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadDir(dir); err == nil || !strings.HasPrefix(err.Error(), path+": line 2 ") {
		t.Errorf("damaged: %v", err)
	}
}

func TestReadBroken(t *testing.T) {
	in := io.MultiReader(strings.NewReader(lineStart+lineOne), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := Read(in, "name"); err == nil || !strings.Contains(err.Error(), "name: unexpected EOF") {
		t.Errorf("error %v", err)
	}
}

// FuzzRead: whatever a file holds, reading it fails with one line or gives a
// run of which a well-formed page can be drawn.
func FuzzRead(f *testing.F) {
	c := recipes["small"]
	c.blocks, c.epochs = 3, 2
	for _, s := range []string{"", lineStart, lineStart + lineOne + lineCut, lineStart + lineTwo + lineGates + lineStop + lineBack + lineEnd} {
		f.Add([]byte(s))
	}
	f.Add(record(f, c.events()...))
	f.Add([]byte(lineStart + `{"event":"end","confusion":[[1,-2],[3]],"layers":[{"open_by_class":[[0.5],[],[1e300,-1]]}],"most":[{"pixels":"AAAA"}]}`))
	f.Add([]byte(lineStart + `{"event":"gates","hist":[-1,9223372036854775807],"lo":-1e308,"hi":1e308}` + "\n" + lineEnd))
	f.Add([]byte(`{"event":"start","classes":["<b>"],"height":1,"width":3,"macs_dense":1e308,"layers":[{"blocks":-4}]}` + "\n" + lineOne))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Read(bytes.NewReader(b), "fuzz")
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("an error of several lines: %q", err)
			}
			return
		}
		for _, runs := range [][]*Run{{r}, {r, r}} {
			p := draw(t, runs)
			if _, err := elements(p); err != nil {
				t.Error(err)
			}
			if _, err := drawings(p); err != nil {
				t.Error(err)
			}
			if f := foreign(p); len(f) > 0 {
				t.Error(f)
			}
		}
	})
}

// TestWithheld: a run that was not tested is finished, and says so; a test later, or a resumption, ends that.
func TestWithheld(t *testing.T) {
	const line = `{"event":"withheld","epoch":2,"valid_error":0.02,"active":0.25,"macs":120,"seconds":60}` + "\n"
	for _, c := range []struct{ name, in, status, tile string }{
		{"withheld", line, "finished, not tested", "Validation error"},
		{"stopped, then withheld", lineStop + lineBack + line, "finished, not tested", "Validation error"},
		{"tested", line + lineEnd, "finished", "Test error"},
		{"resumed", line + lineBack, "not finished", "Validation error so far"},
		{"neither", "", "not finished", "Validation error so far"},
	} {
		r, err := Read(strings.NewReader(lineStart+lineOne+lineTwo+c.in), c.name)
		if err != nil {
			t.Fatal(err)
		}
		tiles := r.tiles()
		if r.status() != c.status || tiles[0].Name != c.tile {
			t.Errorf("%s: %s, first tile %q, want %s and %q", c.name, r.status(), tiles[0].Name, c.status, c.tile)
		}
		if kept := c.status == "finished, not tested"; strings.Contains(r.partial(), "--no-test") != kept || kept != (tiles[2].Value == "120") {
			t.Errorf("%s: %q, multiply-adds %q", c.name, r.partial(), tiles[2].Value)
		}
	}
}
