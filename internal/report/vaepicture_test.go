package report

import (
	"bytes"
	"strings"
	"testing"
)

// TestVAEPicture: a curve an estimator, the mean over its seeds, of finished runs of the net alone;
// another seed of the same curve changes it.
func TestVAEPicture(t *testing.T) {
	run := func(net, estimator string, seed uint64, elbo float64, done bool) *VAERun {
		r := &VAERun{Start: VAEStart{Estimator: estimator, Net: net, Seed: seed, Steps: 1000}}
		for step := 100; step <= 1000; step += 100 {
			r.Points = append(r.Points, VAEPoint{Step: step, ELBO: Num(elbo + float64(step)/100), Variance: 1})
		}
		if done {
			r.End = &VAEEnd{Estimator: estimator, Net: net, Seed: seed}
		}
		return r
	}
	draw := func(runs ...*VAERun) string {
		var b bytes.Buffer
		if err := VAEPictures[0].Write(&b, "linear", runs); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	one := draw(run("linear", "first", 1, -120, true), run("linear", "second", 1, -100, true), run("linear", "third", 1, -90, false),
		run("nonlinear", "fourth", 1, -90, true))
	for name, want := range map[string]bool{"first": true, "second": true, "third": false, "fourth": false} {
		if strings.Contains(one, name) != want {
			t.Errorf("%s is in the picture: %v, want %v", name, !want, want)
		}
	}
	mean := draw(run("linear", "first", 1, -110, true), run("linear", "first", 2, -90, true))
	if same := draw(run("linear", "first", 1, -100, true), run("linear", "first", 2, -100, true)); mean != same {
		t.Error("the mean of −110 and −90 is not drawn as −100")
	}
	if other := draw(run("linear", "first", 1, -110, true), run("linear", "first", 2, -80, true)); mean == other {
		t.Error("control: another seed changes nothing")
	}
	if empty := draw(); !strings.Contains(empty, "Nothing to draw yet") {
		t.Error("no runs: no word of it")
	}
}
