package lab

import (
	"gater/est"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
)

// vae is a variational autoencoder small enough to count: 2¹⁶ settings of its latent units. The
// encoder and the decoder are linear with weights out of the seed; the data are drawn from the
// decoder. The gradient is that of −E_q[log p(x, h)] in the encoder's outputs, example by example;
// the entropy of q, whose gradient needs no estimate, is left out.
type vae struct {
	group   int // 1: bits
	latent  int // columns
	x       mat.M
	a       mat.M // the encoder's outputs
	decoder *nn.Linear
	truth   [][]float64
}

const (
	vaeExamples = 8
	vaePixels   = 24
)

func newCategoricalVAE(s Settings) (Task, error) { return newVAE(s, 4, 32), nil }
func newBitsVAE(s Settings) (Task, error)        { return newVAE(s, 1, 16), nil }

func newVAE(s Settings, group, latent int) *vae {
	t := &vae{group: group, latent: latent, x: mat.New(vaeExamples, vaePixels), a: mat.New(vaeExamples, latent),
		decoder: nn.NewLinear(latent, vaePixels)}
	rng.Normal(t.decoder.W.Val.Data, rng.Key{Seed: s.Seed, Site: 1})
	rng.Normal(t.decoder.B.Val.Data, rng.Key{Seed: s.Seed, Site: 2})
	encoder := mat.New(vaePixels, latent)
	rng.Normal(encoder.Data, rng.Key{Seed: s.Seed, Site: 3})
	for i := range encoder.Data {
		encoder.Data[i] /= 3
	}
	u := floats(latent + vaePixels)
	for i := range vaeExamples {
		rng.Uniform(u, rng.Key{Seed: s.Seed, Site: 4, Row: uint32(i)})
		o := t.oracle(i)
		y := append([]float64(nil), o.base...)
		for k := range o.units() {
			o.add(y, k, int(u[k]*float64(o.outcomes())), 1)
		}
		for j, v := range y {
			if u[latent+j] < sigmoid(v) {
				t.x.Row(i)[j] = 1
			}
		}
	}
	for i, v := range t.x.Data { // encode pixels as ±½
		t.x.Data[i] = v - 0.5
	}
	mat.MulNN(nil, t.a, t.x, encoder)
	for i, v := range t.x.Data {
		t.x.Data[i] = v + 0.5
	}
	for i := range vaeExamples {
		t.truth = append(t.truth, t.oracle(i).exact(wide(t.a.Row(i))))
	}
	return t
}

// oracle is −log p(x|h) of an example.
func (t *vae) oracle(i int) *oracle {
	x := wide(t.x.Row(i))
	o := &oracle{base: wide(t.decoder.B.Val.Data), group: t.group}
	for k := range t.latent {
		o.w = append(o.w, wide(t.decoder.W.Val.Row(k)))
	}
	o.loss = func(y []float64) (f float64) {
		for j, v := range y {
			f += pixel(v, x[j])
		}
		return f
	}
	return o
}

func (t *vae) Truth() [][]float64 { return t.truth }
func (t *vae) Groups() []Group    { return nil }
func (t *vae) Units() int         { return t.latent }
func (t *vae) Group() int         { return t.group }

func (t *vae) Rig(make func() est.Estimator, copies int) *Rig {
	s := newSource(rows(t.a, copies))
	targets := rows(t.x, copies)
	return &Rig{Net: nn.Seq{s, est.New(make()), twin(t.decoder)}, X: mat.New(s.A.Rows, 0), Read: s.read,
		Head: func(p *nn.Pass) nn.Next { return (&crossEntropy{p, targets}).Loss }}
}
