package bench

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
)

// puppet is a peer in this process: seconds of a run for each of its ways. A negative number is
// a way that cannot be opened, 0 one that fails when it runs.
func puppet(t *testing.T, name string, ways []string, seconds map[string]float64, open map[string]bool) *Peer {
	t.Helper()
	toPeer, in := io.Pipe()
	out, fromPeer := io.Pipe()
	t.Cleanup(func() { in.Close() })
	go func() {
		e := json.NewEncoder(fromPeer)
		e.Encode(answer{Name: name, Note: "made of paper", Call: 0.5})
		var opened []string
		for lines := bufio.NewScanner(toPeer); lines.Scan(); {
			var q question
			if json.Unmarshal(lines.Bytes(), &q) != nil {
				e.Encode(answer{Error: "what?"})
				continue
			}
			switch q.Op {
			case "ways":
				e.Encode(answer{Ways: ways})
			case "open":
				if seconds[q.Way] < 0 {
					e.Encode(answer{Error: "no memory"})
					continue
				}
				opened = append(opened, q.Way)
				open[q.Way] = true
				e.Encode(answer{ID: len(opened)})
			case "run":
				times := make([]float64, q.N)
				for i := range times {
					times[i] = seconds[opened[q.ID-1]]
				}
				if times[0] == 0 {
					times = nil
				}
				e.Encode(answer{Times: times})
			case "close":
				delete(open, opened[q.ID-1])
				e.Encode(answer{})
			}
		}
	}()
	p, err := Meet(in, out)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPeersFastestWins(t *testing.T) {
	open := map[string]bool{}
	var log []string
	s := quickSuite(t, &log)
	s.Peers = []*Peer{
		puppet(t, "P", []string{"slow", "fast", "huge"}, map[string]float64{"slow": 3, "fast": 1, "huge": -1}, open),
		puppet(t, "Q", []string{"broken", "middle"}, map[string]float64{"broken": 0, "middle": 2}, open),
		puppet(t, "R", nil, nil, open),
	}
	best, err := s.peers(Job{Kind: "gemm"})
	if err != nil {
		t.Fatal(err)
	}
	if best.Off != 0.5 {
		t.Errorf("%v s were taken off its times, it said 0.5", best.Off)
	}
	if best.Name != "P, fast" {
		t.Errorf("the fastest is %q, want P's fast way", best.Name)
	}
	if len(open) != 1 || !open["fast"] {
		t.Errorf("open are %v, want the fastest alone", open)
	}
	said := strings.Join(log, "\n")
	for _, want := range []string{"left out: huge: P: open: no memory", "left out: broken: Q: 0 times for 3 runs"} {
		if !strings.Contains(said, want) {
			t.Errorf("the log lacks %q:\n%s", want, said)
		}
	}
	if err := best.close(); err != nil || len(open) != 0 {
		t.Errorf("after closing, %v is open (%v)", open, err)
	}
}

func TestNoPeer(t *testing.T) {
	var log []string
	if best, err := quickSuite(t, &log).peers(Job{Kind: "gemm"}); best != nil || err != nil {
		t.Errorf("without peers there is %v (%v)", best, err)
	}
}

func TestMeet(t *testing.T) {
	for first, want := range map[string]string{
		"":                            "ended without an answer",
		"Warning: old processor\n":    "not JSON",
		"{}\n":                        "does not say its name",
		`{"error":"no torch"}` + "\n": "no torch",
	} {
		if _, err := Meet(io.Discard, strings.NewReader(first)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", first, err, want)
		}
	}
}

// quickSuite is a suite whose log goes to a list.
func quickSuite(t *testing.T, log *[]string) *suite {
	t.Helper()
	o := quickOptions()
	o.Log = func(format string, args ...any) { *log = append(*log, fmt.Sprintf(format, args...)) }
	s, err := newSuite(t.Context(), &o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.pool.Close)
	return s
}

// TestLarge: the share of the peak that the fastest peer reaches stands beside ours, and it is closed.
func TestLarge(t *testing.T) {
	open := map[string]bool{}
	var log []string
	s := quickSuite(t, &log)
	var lines []Line
	s.Emit = func(l Line) error { lines = append(lines, l); return nil }
	if err := s.large(); err != nil || len(lines) != 1 {
		t.Fatalf("without a peer: %d lines (%v), want one", len(lines), err)
	}
	lines = nil
	s.Peers = []*Peer{puppet(t, "P", []string{"slow", "fast"}, map[string]float64{"slow": 3, "fast": 2}, open)}
	if err := s.large(); err != nil || len(lines) != 2 {
		t.Fatalf("%d lines (%v), want ours and the peer's", len(lines), err)
	}
	own, peer := lines[0], lines[1]
	for _, l := range lines {
		if want := 2 * 256 * 256 * 256 / l.OwnSec / (l.Peak * 1e9); math.Abs(*l.Value/want-1) > 1e-9 {
			t.Errorf("%s: %v of the peak, want %v", l.What, *l.Value, want)
		}
	}
	if own.What != "256×256×256" || peer.What != "256×256×256, limit" || peer.Own != "P, fast" || peer.OwnSec != 2 || peer.Target != 0 || len(open) != 0 {
		t.Errorf("ours %+v, the peer's %+v, still open %v", own, peer, open)
	}
}
