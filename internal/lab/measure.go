package lab

import (
	"context"
	"math"
	"sync"
	"time"

	"gater/est"
	"gater/est/esttest"
)

// Options is how to measure.
type Options struct {
	Draws   int // of every example's gradient, where moments are not exact; 0: see draws
	Warm    int // batches that estimators which learn may learn from first; 0: warmBatches
	Threads int
	Seed    uint64
	NoExact bool             // draw even where moments could be exact
	Now     func() time.Time // the clock; nil: nothing is timed
}

// Result is what one estimator did on one task.
type Result struct {
	Stats
	Groups []Stats // of the task's groups
	Calls  esttest.Calls
	Method string // enumeration, quadrature or draws
	Draws  int    // of an example's gradient
	Micros float64
}

const (
	warmBatches = 200
	pilots      = 8 // batches that the centre is taken from
	shards      = 16
)

// Streams that must not meet.
const (
	seedDraw uint64 = iota
	seedWarm
	seedPilot
	seedCheck
	seedTruth
)

func noiseSeed(seed, part uint64) uint64       { return seed*8 + part }
func noise(seed, part uint64) *esttest.Streams { return esttest.Noise(noiseSeed(seed, part)) }

// measurer measures one estimator on one task.
type measurer struct {
	Options
	kind   *Kind
	task   Task
	make   func() est.Estimator
	learnt memory
	frame  frame
	drawn  Stats // of the guard's draws
	result Result
}

// Measure measures an estimator on a task of a kind. Every call of make must give a new one.
func Measure(ctx context.Context, k *Kind, task Task, make func() est.Estimator, o Options) (*Result, error) {
	m := &measurer{Options: o, kind: k, task: task, make: make}
	if m.Warm == 0 {
		m.Warm = warmBatches
	}
	m.frame = frame{truth: task.Truth()}
	if d, ok := task.(doubtful); ok {
		m.frame.se = d.Doubt()
	}
	m.frame.groups = append([]Group{{"all", 0, len(m.frame.truth[0])}}, task.Groups()...)
	m.prepare()
	t, err := m.tally(ctx)
	if err != nil {
		return nil, err
	}
	exact := m.result.Method != "draws"
	m.result.Stats = t.stats(0, exact)
	if m.result.Method == "quadrature" { // the cosine jumps where the estimate changes sign
		m.result.Cosine, m.result.CosineSE = m.drawn.Cosine, m.drawn.CosineSE
	}
	for i := range task.Groups() {
		m.result.Groups = append(m.result.Groups, t.stats(i+1, exact))
	}
	if m.Now != nil {
		m.time()
	}
	return &m.result, nil
}

// prepare lets an estimator with running numbers learn, counts the runs of the network, and finds
// a centre near the mean.
func (m *measurer) prepare() {
	r := m.rig(m.kind.Copies)
	if len(r.state()) > 0 {
		warm := noise(m.Seed, seedWarm)
		for i := range m.Warm {
			r.run(warm.Step(i))
		}
	}
	m.learnt = r.remember()
	m.frame.centre = rectangle(m.frame.truth)
	pilot := noise(m.Seed, seedPilot)
	for i := range pilots {
		r.recall(m.learnt)
		r.run(pilot.Step(i))
		m.read(r, func(example int, g []float64) {
			for j, v := range g {
				m.frame.centre[example][j] += v / float64(pilots*m.kind.Copies)
			}
		})
	}
	m.result.Calls = r.calls
}

func (m *measurer) rig(copies int) *Rig {
	r := m.task.Rig(m.make, copies)
	r.start()
	return r
}

// read calls f with the gradient of every row.
func (m *measurer) read(r *Rig, f func(example int, g []float64)) {
	g := floats(len(m.frame.truth[0]))
	for i := range r.X.Rows {
		r.Read(i, g)
		f(i%len(m.frame.truth), g)
	}
}

func (m *measurer) tally(ctx context.Context) (*tally, error) {
	if task, ok := m.task.(integrable); ok && !m.NoExact {
		e := &integrator{task, m.make, m.learnt, m.frame, nil, m}
		if t, how := e.integrate(); t != nil {
			m.result.Method, m.result.Draws = how, 0
			return t, ctx.Err()
		}
	}
	batches := max(2, (m.draws()+m.kind.Copies-1)/m.kind.Copies)
	m.result.Method, m.result.Draws = "draws", batches*m.kind.Copies
	return m.sample(ctx, seedDraw, batches)
}

// draws is how many draws of the gradient to take: as asked, or the task's own number, and fewer
// of an estimator that runs the network often.
func (m *measurer) draws() int {
	if m.Draws > 0 {
		return m.Draws
	}
	c := m.result.Calls
	return max(m.kind.Draws*4/max(4, c.Learn+c.Look+c.Slope), m.kind.Draws/16)
}

// sample is the tally of so many batches. Batches are dealt out to a fixed number of shards that
// are added up in order, so that the sums are the same bits for any number of threads.
func (m *measurer) sample(ctx context.Context, part uint64, batches int) (*tally, error) {
	var parts [shards]*tally
	var all sync.WaitGroup
	next := make(chan int, shards)
	for s := range shards {
		next <- s
	}
	close(next)
	for range max(1, min(m.Threads, shards)) {
		all.Go(func() {
			r := m.rig(m.kind.Copies)
			streams := noise(m.Seed, part)
			for s := range next {
				parts[s] = newTally(m.frame)
				for b := s; b < batches && ctx.Err() == nil; b += shards {
					r.recall(m.learnt)
					r.run(streams.Step(b))
					m.read(r, func(example int, g []float64) { parts[s].add(example, g, 1) })
				}
			}
		})
	}
	all.Wait()
	for _, p := range parts[1:] {
		parts[0].merge(p)
	}
	return parts[0], ctx.Err()
}

// agrees is the guard of exact moments: draws must not contradict them.
func (m *measurer) agrees(t *tally) bool {
	d, err := m.sample(context.Background(), seedCheck, 4*shards)
	if err != nil {
		return false
	}
	m.drawn = d.stats(0, false)
	exact, drawn := t.stats(0, true), m.drawn
	const far = 6
	room := map[bool]float64{true: 1e-4, false: 1e-9}[single] * (math.Abs(exact.Mean) + exact.Variance)
	return math.Abs(exact.Mean-drawn.Mean) <= far*drawn.BiasSE+room &&
		math.Abs(exact.Variance-drawn.Variance) <= far*drawn.VarSE+far*far*drawn.BiasSE*drawn.BiasSE+room // of two points the first is 0
}

// time is the microseconds of one gradient in a batch of the task's size on one thread: the least
// of several goes, other programs being what makes a go longer.
func (m *measurer) time() {
	r := m.rig(m.kind.Copies)
	streams := noise(m.Seed, seedDraw)
	best := math.Inf(1)
	began := m.Now()
	for i := 0; i < 5 || m.Now().Sub(began) < 30*time.Millisecond; i++ {
		r.recall(m.learnt)
		at := m.Now()
		r.run(streams.Step(i))
		best = min(best, float64(m.Now().Sub(at).Nanoseconds())/1e3)
	}
	m.result.Micros = best / float64(r.X.Rows)
}

// rectangle is zeros of the shape of x.
func rectangle(x [][]float64) [][]float64 {
	z := make([][]float64, len(x))
	for i := range x {
		z[i] = floats(len(x[i]))
	}
	return z
}
