package convert

import (
	"slices"
	"testing"

	"gater/data"
	"gater/internal/rng"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// looked is a dense network whose second column of three is looked up in a table of nine rows.
func looked(outputs int) nn.Seq {
	e := nn.NewEmbedding(3, []int{1}, []int{9}, 5)
	nn.Uniform(e.W.Val, 1, train.InitNoise(6).At(0))
	return append(nn.Seq{e}, dense(7, 40, 24, outputs)...)
}

// coded is rows for it: two numbers around a category that says the class, but for a sign.
func coded(n int, seed uint64) *data.Set {
	s := &data.Set{Name: "coded", Height: 1, Width: 3, V: make([]float32, 3*n), Labels: make([]int32, n), Classes: []string{"a", "b"}}
	u := make([]float32, 3)
	for i := range n {
		rng.Uniform(u, rng.Key{Seed: seed, Row: uint32(i)})
		c := int(9 * u[1])
		copy(s.V[3*i:], []float32{2*u[0] - 1, float32(c), u[2]})
		if (c%2 == 0) == (u[0] > 0.5) {
			s.Labels[i] = 1
		}
	}
	return s
}

// TestEmbeddingStays: behind what is looked up, blocks compute what the dense network does, with one
// of its own that is learnt on; the dense network keeps its own. With a wrong row in it outputs differ.
func TestEmbeddingStays(t *testing.T) {
	net := looked(3)
	set := coded(60, 1)
	x := mat.New(60, 3)
	data.Range(x.Data, make([]int32, 60), set, 0)
	n := regroup(t, net, x, 8)
	if d := apart(output(net, x), output(n.Net, x)); d > 20*0x1p-23 {
		t.Errorf("outputs are %.2g apart", d)
	}
	if n.Gates[0].Name != "1" || n.Gates[1].Name != "2" || n.Net[1] != nn.Layer(n.Gates[0].Layer) {
		t.Errorf("gates are called %s and %s", n.Gates[0].Name, n.Gates[1].Name)
	}
	own, was := n.Net[0].(*nn.Embedding).W.Val, net[0].(*nn.Embedding).W.Val
	own.Row(4)[0]++
	if d := apart(output(net, x), output(n.Net, x)); d < 1e-3 || was.Row(4)[0] == own.Row(4)[0] {
		t.Errorf("control: another row in the table goes unnoticed (%.2g)", d)
	}
}

// TestGateEmbedding: a network that looks up categories is gated to about its error, and its table is
// learnt on.
func TestGateEmbedding(t *testing.T) {
	pool := mat.NewPool(2)
	defer pool.Close()
	d := &data.Splits{Name: "coded", Train: coded(3000, 1), Valid: coded(600, 2), Test: coded(10, 3)}
	net, before := fit(t, looked(2), d, pool, 8)
	kept := slices.Clone(net[0].(*nn.Embedding).W.Val.Data)
	o := small(d, pool)
	o.Active, o.Dropout, o.Epochs = 0.4, 0, 8 // of 7 inputs all are needed
	n, err := Gate(t.Context(), net, o)
	if err != nil {
		t.Fatal(err)
	}
	r := (&train.Evaluator{Net: n.Net, Pool: pool}).Run(d.Valid, nn.Use, 0)
	t.Logf("dense %.4f, gated %.4f at %.3f of the blocks", before, r.Error, r.Active)
	if r.Error > before+0.03 || r.Active > 0.42 || before > 0.1 {
		t.Errorf("dense %.4f, gated %.4f at %.3f of the blocks", before, r.Error, r.Active)
	}
	if !slices.Equal(kept, net[0].(*nn.Embedding).W.Val.Data) || slices.Equal(kept, n.Net[0].(*nn.Embedding).W.Val.Data) {
		t.Error("the dense network's table was learnt on, or the gated one's was not")
	}
	n.Net[0].(*nn.Embedding).W.Val.Zero()
	if r := (&train.Evaluator{Net: n.Net}).Run(d.Valid, nn.Use, 0); r.Error < 0.3 {
		t.Errorf("control: without its table %.4f are wrong", r.Error)
	}
}
