package gater_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"gater"
	"gater/data"
	"gater/opt"
	"gater/train"
)

// Training in twenty lines, from a description to a model that any program can load: 16 blocks of 8
// units, of which a quarter open, and a threshold tuned on validation rows.
func Example_train() {
	set := data.Synthetic(6000, 1000, 0, 1)
	n, err := gater.Build(`
layers:
- gated:
    blocks: 16
    width: 8
    active: 25%
    estimator: sts-code
`, set.Train, 26, 1)
	if err != nil {
		log.Fatal(err)
	}
	t := train.Trainer{Net: n.Net, Gates: n.Gates, Opt: opt.New(opt.Adam{}, opt.Constant(6e-3), n.Net),
		Train: set.Train, Valid: set.Valid, Batch: 50, Epochs: 26, Seed: 1}
	if err := t.Start(); err != nil {
		log.Fatal(err)
	}
	if err := t.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	t.Finish()

	dir, err := os.MkdirTemp("", "model")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := n.Save(dir, false); err != nil {
		log.Fatal(err)
	}
	m, err := gater.Load(dir)
	if err != nil {
		log.Fatal(err)
	}
	var rows gater.Pictures
	for i := range set.Test.Len() {
		rows = append(rows, set.Test.Pixels(i))
	}
	out, err := m.Predict(context.Background(), rows, gater.Options{Gates: true})
	if err != nil {
		log.Fatal(err)
	}
	wrong, open := 0, 0
	for i, p := range out {
		if p.Class != int(set.Test.Labels[i]) {
			wrong++
		}
		open += len(p.Gates[0])
	}
	fmt.Printf("fewer than 20 %% wrong: %v, fewer than 30 %% open: %v\n", 5*wrong < len(out), 10*open < 3*16*len(out))
	// Output: fewer than 20 % wrong: true, fewer than 30 % open: true
}
