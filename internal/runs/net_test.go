package runs

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gater/internal/catalog"
	"gater/internal/network"
)

// described is config with a network of its own: two gated layers of different blocks.
func described(t testing.TB) *catalog.Config {
	t.Helper()
	c := config(t)
	d, err := network.Read([]byte(`layers:
- embedding: {columns: [2], rows: 30, width: 2}
- gated: {blocks: 8, width: 2, active: 50%, estimator: sbn, gater: [4]}
- residual:
  - gated: {blocks: 4, width: 4, active: 50%, estimator: sbn, gater: [4]}
`), catalog.LayerDefaults("blocks", ""))
	check(t, err)
	check(t, c.SetNet(d, "", nil))
	check(t, c.Fit(c.Inputs, c.Classes))
	return c
}

// TestNet: a run of a described network keeps it, in full, for programs and for people, and its model
// and checkpoint are read again, unless their network was changed.
func TestNet(t *testing.T) {
	dir := t.TempDir()
	c := described(t)
	r, err := Create(dir, c)
	check(t, err)
	tr := trainer(t, c)
	check(t, tr.Run(t.Context()))
	check(t, r.Save(tr, 1))
	check(t, r.SaveModel(tr.Net, tr.Finish()))
	check(t, r.Close())

	again, err := Open(dir)
	check(t, err)
	c.Net.Unplaced()
	if !reflect.DeepEqual(again.Config, c) {
		t.Errorf("settings %s, want %s", mustJSON(t, again.Config), mustJSON(t, c))
	}
	m, thetas, err := again.LoadModel()
	check(t, err)
	if len(thetas) != 2 || len(m.Gates) != 2 {
		t.Errorf("%d gates, thresholds %v", len(m.Gates), thetas)
	}
	back := trainer(t, again.Config)
	check(t, again.Resume(back))
	check(t, again.Close())
	if !same(only(bits(back), "opt."), only(bits(tr), "opt.")) {
		t.Error("the optimiser is not where it was")
	}
	if d, err := network.Read(readAll(t, dir, netFile), nil); err != nil || string(d.YAML()) != string(c.Net.YAML()) {
		t.Errorf("%s: %v", netFile, err)
	}
	for _, x := range []struct{ old, with, want string }{
		{`"blocks": 4`, `"blocks": 5`, "adds 20 columns to 16"},
		{`"active": 0.5`, `"active": 0.4`, "it belongs to another run"},
		{`"estimator": "sbn"`, `"estimator": "foo"`, `layers.1.gated: unknown gate "foo"`},
		{`"estimator": "sbn"`, `"estimatr": "sbn"`, `unknown key "estimatr": did you mean estimator?`},
		{`"version": 1`, `"version": 2`, "version is 2: this program reads up to 1, take a newer one"},
		{`"gate": ""`, `"gate": "sbn"`, "settings of a gated layer stand beside net"},
	} {
		bad := t.TempDir()
		check(t, os.CopyFS(bad, os.DirFS(dir)))
		text := string(readAll(t, bad, configFile))
		if !strings.Contains(text, x.old) {
			t.Fatalf("%s is not in %s", x.old, text)
		}
		write(t, filepath.Join(bad, configFile), []byte(strings.Replace(text, x.old, x.with, 1)))
		oneLine(t, x.with, use(t, bad, modelFile), bad, x.want)
	}
}

// only is the tensors whose names begin with a prefix.
func only(all map[string][]uint64, prefix string) map[string][]uint64 {
	some := map[string][]uint64{}
	for name, b := range all {
		if strings.HasPrefix(name, prefix) {
			some[name] = b
		}
	}
	return some
}
