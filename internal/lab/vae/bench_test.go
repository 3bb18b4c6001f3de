package vae

import (
	"testing"

	"gater/data"
	"gater/mat"
)

// BenchmarkStep is a step of the protocol on pictures of MNIST's size.
func BenchmarkStep(b *testing.B) {
	for _, c := range []struct {
		net, estimator string
		threads        int
	}{{"linear", "disarm", 1}, {"linear", "disarm", 2}, {"nonlinear", "disarm", 2}, {"linear", "rloo", 2}, {"linear", "st", 2}} {
		b.Run(c.net+"/"+c.estimator, func(b *testing.B) {
			t := newTest(b, c.net, c.estimator)
			t.Pool = mat.NewPool(c.threads)
			defer t.Pool.Close()
			if err := t.Start(); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := t.step(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func newTest(tb testing.TB, net, estimator string) *Trainer {
	tb.Helper()
	c := Default()
	c.Net, c.Estimator, c.Inputs = net, estimator, 784
	set := &data.Set{Name: "noise", Height: 28, Width: 28, Classes: []string{"a", "b"}}
	for i := range 1000 {
		for j := range 784 {
			v := 0
			if (i*31+j*7)%100 < 19 {
				v = (i*j*17 + 5) % 256
				if (i+j)%2 == 0 {
					v = 255
				}
			}
			set.X = append(set.X, uint8(v))
		}
		set.Labels = append(set.Labels, int32(i%2))
	}
	m, err := Build(&c)
	if err != nil {
		tb.Fatal(err)
	}
	return &Trainer{Config: &c, Model: m, Data: &data.Splits{Name: "noise", Train: set, Valid: set, Test: set}}
}
