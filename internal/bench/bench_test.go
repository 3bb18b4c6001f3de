package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func quickOptions() Options {
	return Options{Quick: true, Reps: 1, Threads: 2, Now: time.Now, Sleep: func(time.Duration) {},
		Log: func(string, ...any) {}, Start: func(Machine) error { return nil }, Emit: func(Line) error { return nil },
		Train: func(context.Context) (TrainResult, error) { return TrainResult{30, 0.02}, nil }}
}

// TestRun runs every metric, small, and looks at what comes out.
func TestRun(t *testing.T) {
	o := quickOptions()
	o.Metrics = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}
	if testing.Short() {
		o.Metrics = []string{"2", "4", "7", "9"}
	}
	lines := map[string][]Line{}
	o.Emit = func(l Line) error { lines[l.Metric] = append(lines[l.Metric], l); return nil }
	var machine Machine
	o.Start = func(m Machine) error { machine = m; return nil }
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if machine.Peak <= 0 || len(machine.Bandwidth.Bytes) == 0 || machine.Metric != "machine" {
		t.Errorf("the machine is %+v", machine)
	}
	for _, m := range metrics {
		if len(lines[m.name]) == 0 && !testing.Short() {
			t.Errorf("metric %s has no line", m.name)
		}
	}
	// what needs a peer is said not to be measured; what does not is
	for name, all := range lines {
		for _, l := range all {
			needs := strings.Contains("3a 3c", name) || name == "4" && l.What != "p99/p50" || name == "1" && l.Net != ""
			if needs != (l.Value == nil) || needs != strings.HasPrefix(l.Note, "not measured: ") {
				t.Errorf("%+v: measured %v, want %v", l, l.Value != nil, !needs)
			}
			if l.Value != nil && (*l.Value <= 0 || *l.Value < l.Spread[0] || *l.Value > l.Spread[1]) {
				t.Errorf("metric %s %s is %v with spread %v", name, l.What, *l.Value, *l.Spread)
			}
		}
	}
	for _, l := range lines["8"] {
		if _, alone := strings.CutSuffix(l.What, " alone"); !alone && l.Note != "same bits" {
			t.Errorf("two threads and one: %s", l.Note)
		}
	}
	if seven := lines["7"]; *seven[1].Value > 1e-5 {
		t.Errorf("lazy updates are %v away from those of all weights", *seven[1].Value)
	}
	if nine := lines["9"]; !*nine[0].Met || *nine[1].Met {
		t.Errorf("30 s and an error of 2 %% are met %v, %v; want true, false", *nine[0].Met, *nine[1].Met)
	}
}

// TestTasks: targets hold for their own case alone.
func TestTasks(t *testing.T) {
	own := []target{{"A", 128, 5}, {"A", 512, 6}, {"C", 1, 8}}
	for _, c := range []struct {
		what string
		set  func(*Options)
		want string
	}{
		{"own", func(*Options) {}, "A128 0.1:5 A512 0.1:6 C1 0.1:8"},
		{"a net", func(o *Options) { o.Nets = []string{"c"} }, "C1 0.1:8"},
		{"another net", func(o *Options) { o.Nets = []string{"E"} }, "E128 0.1:0 E512 0.1:0 E1 0.1:0"},
		{"a batch", func(o *Options) { o.Batches = []int{512, 7} }, "A512 0.1:6 A7 0.1:0 C512 0.1:0 C7 0.1:0"},
		{"a share", func(o *Options) { o.Nets, o.Active = []string{"C"}, 0.3 }, "C1 0.3:0"},
		{"quick", func(o *Options) { o.Nets, o.Quick = []string{"C"}, true }, "C1 0.1:0"},
	} {
		o := quickOptions()
		o.Quick = false
		c.set(&o)
		s, err := newSuite(t.Context(), &o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range s.tasks(0.1, own...) {
			got = append(got, k.net.Name+whole(k.batch)+" "+number(k.active)+":"+strings.TrimLeft("0"+number(k.target), "0"))
		}
		if all := strings.Join(got, " "); all != strings.ReplaceAll(c.want, ":0", ":") {
			t.Errorf("%s: %s, want %s", c.what, all, c.want)
		}
		s.pool.Close()
	}
}

func TestWrongOptions(t *testing.T) {
	for want, set := range map[string]func(*Options){
		`unknown metric "z"`:                           func(o *Options) { o.Metrics = []string{"z"} },
		`unknown net "Z": choose from A, B, C, D, E`:   func(o *Options) { o.Nets = []string{"Z"} },
		"0 repetitions: at least 1":                    func(o *Options) { o.Reps = 0 },
		"0 threads: it must be from 1":                 func(o *Options) { o.Threads = 0 },
		"2 of the blocks open: it must be from 0 to 1": func(o *Options) { o.Active = 2 },
		"a batch must be from 1 to 65536 examples":     func(o *Options) { o.Batches = []int{0} },
		"metric 7: the disk is full": func(o *Options) {
			o.Metrics, o.Emit = []string{"7"}, func(Line) error { return errors.New("the disk is full") }
		},
	} {
		o := quickOptions()
		set(&o)
		if err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestLineJSON(t *testing.T) {
	l := Line{Metric: "3a", Net: "A", Batch: 128, Target: 5, Peer: "PyTorch"}
	for want, l := range map[string]Line{
		`{"metric":"3a","net":"A","batch":128,"value":5.3,"target":5,"met":true,"peer":"PyTorch","spread":[5.1,5.6]}`:   l.set(Stat{5.3, 5.1, 5.6}),
		`{"metric":"3a","net":"A","batch":128,"value":4.9,"target":5,"met":false,"peer":"PyTorch","spread":[4,6]}`:      l.set(Stat{4.9, 4, 6}),
		`{"metric":"3a","net":"A","batch":128,"value":null,"target":5,"peer":"PyTorch","note":"not measured: no peer"}`: l.missing("no peer"),
	} {
		got, err := json.Marshal(l)
		if err != nil || string(got) != want {
			t.Errorf("%s, want %s (%v)", got, want, err)
		}
	}
	l.PeerSec = 20e-6
	if l := l.set(Stat{9, 8, 10}).doubt(19e-6); l.Met == nil || l.Note != "" {
		t.Errorf("19 µs taken off of 39: met %v, note %q; want a verdict", l.Met, l.Note)
	}
	if l := l.set(Stat{9, 8, 10}).doubt(21e-6); l.Met != nil || *l.Value != 9 || l.Note != "no verdict: 21 µs were taken off for the call, more than is left" {
		t.Errorf("21 µs taken off of 41: met %v, value %v, note %q", l.Met, l.Value, l.Note)
	}
	most := Line{Target: 1.5, AtMost: true}
	if !*most.set(Stat{1.4, 1, 2}).Met || *most.set(Stat{1.6, 1, 2}).Met {
		t.Error("a value that is to be small is judged as if it were to be large")
	}
}

func TestTables(t *testing.T) {
	l := Line{Metric: "2", Net: "E", Batch: 128, Active: 0.1, Target: 7, OwnSec: 2.5e-3, Way: "rows", PeerSec: 20e-3, Peer: "P", Ceiling: 8.58, Roof: 0.7, Note: "so so"}
	lines := []Line{l.set(Stat{8, 7.5, 8.25}), l.missing("no peer")}
	var text, doc bytes.Buffer
	if err := errors.Join(Table(&text, lines), Markdown(&doc, Machine{Date: "2026-01-02", CPU: "Z80", Peers: []string{"P"}}, lines)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"2             E    128    10 %  8       7.5…8.25  ≥ 7     met  8.58     70 %     2.5 ms  rows  20 ms   P; so so",
		"–                 ≥ 7",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, text.String())
		}
	}
	for _, want := range []string{"# gater bench, 2026-01-02", "- machine: Z80", "- peer: P",
		"| 2 |  | E | 128 | 10 % | 8 | 7.5…8.25 | ≥ 7 | met | 8.58 | 70 % | 2.5 ms | rows | 20 ms | P; so so |"} {
		if !strings.Contains(doc.String(), want) {
			t.Errorf("the document lacks %q:\n%s", want, doc.String())
		}
	}
}

func TestChart(t *testing.T) {
	o := quickOptions()
	o.Batches = []int{16}
	c, err := Draw(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Points) != len(shares) || c.Batch != 16 || c.Points[0].Measured.Median <= 0 {
		t.Errorf("the curve is %+v", c)
	}
	var b bytes.Buffer
	if err := c.SVG(&b); err != nil {
		t.Fatal(err)
	}
	circles := 0
	for d := xml.NewDecoder(&b); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := tok.(xml.StartElement); ok && s.Name.Local == "circle" {
			circles++
		}
	}
	if circles != len(shares) {
		t.Errorf("%d points are drawn, want %d", circles, len(shares))
	}
}
