package convert

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/mat"
	"gater/train"
)

// memory is a Keeper.
type memory struct {
	stand *Stand
	saved map[string][]mat.Float
	drop  string // tensors that Load leaves as they are: those whose name begins so
}

func (m *memory) Stand() (*Stand, error) { return m.stand, nil }

func (m *memory) Load(tensors iter.Seq2[string, train.Tensor]) error {
	left := maps.Clone(m.saved)
	for name, t := range tensors {
		was, ok := left[name]
		if !ok || len(was) != len(t.Data) {
			return fmt.Errorf("no tensor %s of %d", name, len(t.Data))
		}
		delete(left, name)
		if m.drop == "" || !strings.HasPrefix(name, m.drop) {
			copy(t.Data, was)
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("%d tensors too many", len(left))
	}
	return nil
}

func (m *memory) Save(s *Stand, tensors iter.Seq2[string, train.Tensor]) error {
	at := *s
	m.stand, m.saved = &at, map[string][]mat.Float{}
	for name, t := range tensors {
		m.saved[name] = slices.Clone(t.Data)
	}
	return nil
}

// TestGoesOn: stopped after any step of any stage, a conversion that goes on ends with the network of
// one that never stopped, bit for bit, on any number of threads, for every task; and so does one that was
// killed after its last save. Without the weights, the optimiser's moments, or the best network it does not.
func TestGoesOn(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	pictures, numbers := blots(600), data.Synthetic(600, 10, 0, 1)
	for part, s := range []*data.Set{numbers.Train, numbers.Valid} {
		s.Task, s.Outputs, s.Y, s.Labels, s.Classes = data.Number, 3, make([]float32, 3*s.Len()), nil, nil
		for i := range s.Y {
			s.Y[i] = float32((i*7+part)%11) / 11
		}
	}
	for name, d := range map[string]*data.Splits{"pictures": pictures, "numbers": numbers} {
		net := dense(d.Train.Dim(), 24, 16, max(3, len(d.Train.Classes)))
		o := small(d, pool)
		o.GaterEpochs, o.Epochs, o.Adversary = 1, 3, 0.05 // 10 steps each, and 30
		if n := d.Train.Len() / o.Batch; n != 10 {
			t.Fatalf("%d steps an epoch", n)
		}
		end := func(n *Net) string { return fmt.Sprint(weights(n.Net), n.Gates[0].Units, n.Gates[1].Units) }
		var rights []string
		o.Epoch = func(n int, right float64, r train.Result) { rights = append(rights, fmt.Sprint(n, right, r)) }
		whole, err := Gate(t.Context(), net, o)
		if err != nil {
			t.Fatal(err)
		}
		want, told := end(whole), rights
		for _, c := range []struct {
			stage      string
			step       int
			kill, drop string
		}{
			{"gater 0", 1, "", ""}, {"gater 0", 10, "", ""}, {"gater 1", 5, "", ""}, {"gater 1", 10, "", ""},
			{"tuning", 1, "", ""}, {"tuning", 10, "", ""}, {"tuning", 17, "", ""}, {"tuning", 29, "", ""}, {"tuning", 30, "", ""},
			{"gater 1", 5, "killed", ""}, {"tuning", 17, "killed", ""},
			{"gater 1", 5, "", "opt."}, {"tuning", 17, "", "opt."}, {"tuning", 17, "", "net."}, {"tuning", 30, "", "best."},
		} {
			where := fmt.Sprintf("%s, %s %d %s, without %q", name, c.stage, c.step, c.kill, c.drop)
			m := &memory{drop: c.drop}
			ctx, cancel := context.WithCancel(t.Context())
			part := o
			part.Keeper, rights = m, nil
			var before memory
			part.Step = func(stage string, done, _ int) {
				if stage == c.stage && done == c.step {
					before = *m
					cancel()
				}
			}
			// after the last step there is nothing to stop: what was saved is from before
			if _, err := Gate(ctx, net, part); err != context.Canceled && !(c.stage == "tuning" && c.step == 30 && err == nil) {
				t.Fatalf("%s: %v", where, err)
			}
			if c.kill != "" {
				*m = before
				rights = rights[:m.stand.Step/10*min(1, m.stand.Stage/2)]
			}
			part.Step = nil
			if c.step%2 == 1 {
				part.Pool = nil
			}
			n, err := Gate(t.Context(), net, part)
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			same := end(n) == want && slices.Equal(rights, told)
			if same != (c.drop == "") {
				t.Errorf("%s: the network and its epochs are those of one that never stopped: %v", where, same)
			}
		}
	}
}

// TestKeptElsewhere: what was kept of another conversion is refused.
func TestKeptElsewhere(t *testing.T) {
	d := data.Synthetic(600, 10, 0, 1)
	net := dense(d.Train.Dim(), 40, 7)
	for _, s := range []Stand{
		{Stage: 0, Name: "gater 0", Step: 3, Of: 99, Thresholds: []float64{0}},
		{Stage: 0, Name: "gater 0", Step: 25, Of: 24, Thresholds: []float64{0}},
		{Stage: 0, Name: "gater 0", Step: -1, Of: 24, Thresholds: []float64{0}},
		{Stage: 0, Name: "gater 0", Step: 3, Of: 24},
		{Stage: 7, Name: "tuning", Step: 3, Of: 72, Thresholds: []float64{0}},
		{Stage: -1, Name: "gater 0", Step: 3, Of: 24, Thresholds: []float64{0}},
	} {
		o := small(d, nil)
		o.Keeper = &memory{stand: &s}
		if _, err := Gate(t.Context(), net, o); err == nil || !strings.Contains(err.Error(), "is of another conversion") {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
