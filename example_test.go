package gater_test

import (
	"fmt"

	"gater/data"
	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/opt"
	"gater/sparsity"
	"gater/train"
)

// A gated net of 16 blocks of 8 units learns the synthetic task, in which one column of the
// picture tells the truth and the rest do not, with a quarter of its blocks open.
func Example() {
	set := data.Synthetic(6000, 1000, 0, 1)
	const blocks, width = 16, 8
	in, noise := set.Train.Dim(), train.InitNoise(6)

	gater := nn.NewLinear(in, blocks)
	experts := nn.NewGated(nn.Seq{
		gater,
		&sparsity.Xent{Target: 0.25, Lambda: 0.1},
		est.New(est.TimesSmoothCode{}),
	}, in, blocks, width)
	experts.Rectify = true
	out := nn.NewLinear(blocks*width, len(set.Train.Classes))
	nn.Glorot(gater.W.Val, in, blocks, 1, noise.At(0))
	nn.He(experts.W.Val, in, noise.At(1))
	nn.Glorot(out.W.Val, blocks*width/4, 7, 1, noise.At(2))
	net := nn.Seq{experts, out}

	pass := &nn.Pass{Noise: train.NewNoise(2)}
	head := &nn.Softmax{Pass: pass}
	adam := opt.New(opt.Adam{}, opt.Constant(3e-3), net)
	order := &data.Order{Seed: 1, N: set.Train.Len(), Batch: 50}
	idx, labels, x := make([]int32, 50), make([]int32, 50), mat.New(50, in)
	for step := range 4000 {
		order.Indices(idx, step/order.Steps(), step%order.Steps())
		data.Gather(x.Data, labels, set.Train, idx)
		head.Labels = labels
		pass.Noise.(*train.Noise).SetStep(step)
		pass.Run(nn.Learn, net, x, head.Loss) // forwards and backwards over the open blocks alone
		adam.Step(nil, 50, 0)
	}
	test := train.Evaluator{Net: net, Noise: train.TestNoise(1)}
	r := test.Run(set.Test, nn.Use, 0)
	fmt.Println("fewer than 20 % wrong:", r.Error < 0.2)
	fmt.Println("less than 30 % open:", r.Active < 0.3)
	// Output:
	// fewer than 20 % wrong: true
	// less than 30 % open: true
}
