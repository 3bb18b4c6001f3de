package gater_test

import (
	"context"
	"fmt"
	"log"

	"gater/data"
	"gater/est"
	"gater/nn"
	"gater/opt"
	"gater/sparsity"
	"gater/train"
)

// Training in twenty lines: 16 blocks of 8 units, of which a quarter open, and a threshold for each
// gated layer tuned on validation rows.
func Example_train() {
	set := data.Synthetic(6000, 1000, 0, 1)
	const blocks, width = 16, 8
	in, classes := set.Train.Dim(), len(set.Train.Classes)
	decide, out, units := nn.NewLinear(in, blocks), nn.NewLinear(blocks*width, classes), est.New(est.TimesSmoothCode{})
	gated := nn.NewGated(nn.Seq{decide, &sparsity.Xent{Target: 0.25, Lambda: 0.1}, units}, in, blocks, width)
	gated.Rectify = true
	noise := train.InitNoise(6)
	nn.Glorot(decide.W.Val, in, blocks, 1, noise.At(0))
	nn.He(gated.W.Val, in, noise.At(1))
	nn.Glorot(out.W.Val, blocks*width/4, classes, 1, noise.At(2))
	net := nn.Seq{gated, out}
	t := train.Trainer{Net: net, Opt: opt.New(opt.Adam{}, opt.Constant(6e-3), net), Train: set.Train, Valid: set.Valid,
		Gates: []train.Gate{{Name: "0", Layer: gated, Score: units, Units: units, Target: 0.25}}, Batch: 50, Epochs: 26, Seed: 1}
	if err := t.Start(); err != nil {
		log.Fatal(err)
	}
	if err := t.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	t.Finish()
	r := (&train.Evaluator{Net: net, Noise: train.TestNoise(1)}).Run(set.Test, nn.Use, 0)
	fmt.Printf("fewer than 20 %% wrong: %v, fewer than 30 %% open: %v\n", r.Error < 0.2, r.Active < 0.3)
	// Output: fewer than 20 % wrong: true, fewer than 30 % open: true
}
