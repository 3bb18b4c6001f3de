package train_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// TestResume: a run stopped after any step, saved and loaded into a fresh trainer, ends as the one
// that never stopped, bit for bit.
func TestResume(t *testing.T) {
	for _, n := range nets {
		t.Run(n.name, func(t *testing.T) {
			c := config(t, n.preset, n.gate, n.set)
			whole := start(t, c, tiny, nil)
			whole.steps(t, 1e6)
			if len(whole.epochs) != 3 || !whole.Done() {
				t.Fatalf("%d epochs, done %v", len(whole.epochs), whole.Done())
			}
			want := whole.bits()
			for _, k := range []int{1, 12, 24, 25, 26, 50, 74, 75} {
				first := start(t, c, tiny, nil)
				first.steps(t, k)
				if first.Progress.Updates != k {
					t.Fatalf("stopped after %d steps, want %d", first.Progress.Updates, k)
				}
				second := start(t, c, tiny, nil)
				second.load(first, nil)
				second.steps(t, 1e6)
				if d := differ(want, second.bits()); d != nil {
					t.Errorf("stopped after %d steps: other bits in %q", k, d)
				}
				if second.Progress != whole.Progress {
					t.Errorf("stopped after %d steps: progress %+v, want %+v", k, second.Progress, whole.Progress)
				}
				if all := append(first.epochs, second.epochs...); !reflect.DeepEqual(all, whole.epochs) {
					t.Errorf("stopped after %d steps: epochs %+v, want %+v", k, all, whole.epochs)
				}
				if a, b := fmt.Sprint(whole.Finish()), fmt.Sprint(second.Finish()); a != b {
					t.Errorf("stopped after %d steps: thresholds %s, want %s", k, b, a)
				}
			}
		})
	}
}

// TestResumeNeedsAll is the negative control: whatever part of the state is left out, the run ends
// elsewhere.
func TestResumeNeedsAll(t *testing.T) {
	for _, c := range []struct {
		net, part string
		skip      func(string) bool
	}{
		{"nr, L1, dropout, momentum", "weights", has("net.")},
		{"nr, L1, dropout, momentum", "momentum", has("opt.")},
		{"nr-logistic, adam", "moments", has("opt.")},
		{"nr, averages, momentum", "averages", has("average.")},
		{"nr, L1, dropout, momentum", "λ", func(s string) bool { return strings.HasSuffix(s, "lambda") }},
		{"sbn, min-variance", "baseline", func(s string) bool { return strings.Contains(s, "weighted_loss") }},
		{"sbn, mean, rmsprop", "baseline", func(s string) bool { return strings.Contains(s, "mean_loss") }},
		{"st, revive", "offsets", func(s string) bool { return strings.HasSuffix(s, "offset") }},
		{"st, revive", "rates", func(s string) bool { return strings.HasSuffix(s, ".rate") }},
	} {
		t.Run(c.net+" without "+c.part, func(t *testing.T) {
			for _, n := range nets {
				if n.name != c.net {
					continue
				}
				cfg := config(t, n.preset, n.gate, n.set)
				first := start(t, cfg, tiny, nil)
				first.steps(t, 40)
				second := start(t, cfg, tiny, nil)
				second.load(first, c.skip)
				first.steps(t, 1e6)
				second.steps(t, 1e6)
				if d := differ(first.bits(), second.bits()); len(d) < 4 {
					t.Errorf("only %q differ", d)
				}
				return
			}
			t.Fatal("no such net")
		})
	}
}
