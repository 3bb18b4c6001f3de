package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gater/internal/kern"
	"gater/mat"
)

// Options is what to measure and how.
type Options struct {
	Metrics []string // names, or the beginnings of names; none: all but 9
	Nets    []string // instead of a metric's own
	Batches []int    // instead of a metric's own
	Active  float64  // instead of a metric's own; 0: a metric's own
	Reps    int
	Threads int
	Quick   bool // small nets: a look at whether all works

	Peers  []*Peer                                    // started, in good health
	Absent []string                                   // peers that are missing, with the reason
	Train  func(context.Context) (TrainResult, error) // runs gater train with no arguments

	Costs   kern.Costs // of the machine; 0: typical ones
	Machine Machine    // names of the machine; Run adds what it measures
	Now     Clock
	Sleep   func(time.Duration)
	Log     func(format string, args ...any)
	Start   func(Machine) error // is given the machine before the first line
	Emit    func(Line) error    // is given every line
}

// metric is one row of the table of what can be measured.
type metric struct {
	name, doc string
	run       func(*suite) error
	asked     bool // only if it is asked for
}

var metrics = []metric{
	{"1", "own dense product over the best of the peers, and its share of the peak", metric1, false},
	{"2", "forward pass over the best dense one", metric2, false},
	{"3a", "training step over PyTorch's masked one, Adam", metric3a, false},
	{"3b", "training step over our own dense one, SGD and Adam", metric3b, false},
	{"3c", "training step over PyTorch's masked and hand-grouped ones, SGD", metric3c, false},
	{"4", "latency of one example over ONNX Runtime dense, over gathering, p99/p50", metric4, false},
	{"5", "share of the ceiling over batch sizes", metric5, false},
	{"6", "block-grouped products over one big product", metric6, false},
	{"7", "lazy optimiser over a dense pass", metric7, false},
	{"8", "two threads over one with popular blocks, same bits", metric8, false},
	{"9", "gater train with no arguments, wall time and test error", metric9, true},
}

// Help lists the metrics, a line each.
func Help() string {
	var b strings.Builder
	for _, m := range metrics {
		fmt.Fprintf(&b, "  %-3s %s\n", m.name, m.doc)
	}
	return b.String()
}

// chosen is the metrics of some names.
func chosen(names []string) (out []metric, err error) {
	for _, name := range names {
		if !slices.ContainsFunc(metrics, func(m metric) bool { return strings.HasPrefix(m.name, name) }) {
			return nil, fmt.Errorf("unknown metric %q: choose from\n%s", name, strings.TrimRight(Help(), "\n"))
		}
	}
	for _, m := range metrics {
		named := slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(m.name, n) })
		if named || len(names) == 0 && !m.asked {
			out = append(out, m)
		}
	}
	return out, nil
}

// suite is a run of the benchmark.
type suite struct {
	*Options
	ctx       context.Context
	pool, one *mat.Pool
	meter     Meter
	nets      []Net // of Options.Nets
	metric    string
}

// Run measures, and gives every line to Emit.
func Run(ctx context.Context, o Options) error {
	metrics, err := chosen(o.Metrics)
	if err != nil {
		return err
	}
	s, err := newSuite(ctx, &o)
	if err != nil {
		return err
	}
	defer s.pool.Close()
	if err := s.Start(s.probe()); err != nil {
		return err
	}
	for _, why := range o.Absent {
		s.Log("no peer: %s", why)
	}
	for _, m := range metrics {
		s.metric = m.name
		s.Log("%s: %s", m.name, m.doc)
		if err := m.run(s); err != nil {
			return fmt.Errorf("metric %s: %w", m.name, err)
		}
	}
	return nil
}

func newSuite(ctx context.Context, o *Options) (*suite, error) {
	s := &suite{Options: o, ctx: ctx}
	for _, name := range o.Nets {
		n, err := FindNet(name)
		if err != nil {
			return nil, err
		}
		s.nets = append(s.nets, n)
	}
	switch {
	case o.Reps < 1:
		return nil, fmt.Errorf("%d repetitions: at least 1 is needed", o.Reps)
	case o.Threads < 1 || o.Threads > 256:
		return nil, fmt.Errorf("%d threads: it must be from 1 to 256", o.Threads)
	case o.Active < 0 || o.Active > 1:
		return nil, fmt.Errorf("%v of the blocks open: it must be from 0 to 1", o.Active)
	case slices.ContainsFunc(o.Batches, func(b int) bool { return b < 1 || b > 1<<16 }):
		return nil, errors.New("a batch must be from 1 to 65536 examples")
	}
	s.meter = Meter{Reps: o.Reps, Least: 40 * time.Millisecond, Most: 1000, Pause: func() { o.Sleep(20 * time.Millisecond) }}
	if o.Quick {
		s.meter.Least, s.meter.Pause = time.Millisecond, func() {}
	}
	s.pool = mat.NewPool(o.Threads)
	s.pool.SetCosts(o.Costs)
	return s, nil
}

// probe measures the machine.
func (s *suite) probe() Machine {
	m := s.Machine
	m.Metric, m.Kernels, m.Threads, m.Quick = "machine", kern.CPU(), s.Threads, s.Quick
	most := 256 << 20
	if s.Quick {
		most = 8 << 20
	}
	m.Bandwidth = bandwidth(s.pool, s.Now, most)
	m.Peak, m.PeakOne = s.rate(s.pool), s.rate(s.one)
	for _, p := range s.Peers {
		m.Peers = append(m.Peers, strings.TrimSuffix(p.Name+": "+p.Note, ": "))
	}
	m.Peers = append(m.Peers, s.Absent...)
	s.Machine = m
	return m
}

// rate is the peak of a pool in GFLOP/s.
func (s *suite) rate(pool *mat.Pool) float64 {
	side, flops := peak(pool, s.Now)
	t, _ := side.Run(20) // a timed function does not fail
	return flops() / max(slices.Min(t), 1e-9) / 1e9
}
