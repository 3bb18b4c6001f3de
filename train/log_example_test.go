package train_test

import (
	"context"
	"log"
	"log/slog"
	"os"

	"gater/data"
	"gater/nn"
	"gater/opt"
	"gater/train"
)

// Training reports to a logger of the caller's; the times are left out here.
func ExampleLog() {
	set := data.Synthetic(600, 6, 0, 1)
	out := nn.NewLinear(set.Train.Dim(), len(set.Train.Classes))
	l := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch a.Key {
		case slog.TimeKey:
			return slog.Attr{}
		case "loss", "error", "valid_error":
			a.Value = slog.StringValue("…") // the last digits are the processor's
		}
		return a
	}}))
	t := train.Trainer{Net: out, Opt: opt.New(opt.SGD{}, opt.Constant(0.1), out), Train: set.Train, Valid: set.Valid,
		Batch: 50, Epochs: 2, Seed: 1, OnEpoch: train.Log(l), Last: true}
	if err := t.Start(); err != nil {
		log.Fatal(err)
	}
	if err := t.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// level=INFO msg=epoch epoch=1 loss=… error=… valid_error=… active=1 rate=0.1 best=true
	// level=INFO msg=epoch epoch=2 loss=… error=… valid_error=… active=1 rate=0.1 best=true
}
