package train

import "log/slog"

// Log makes a Trainer.OnEpoch that logs a line an epoch: how far it is, loss and error in training,
// error as deployed on the validation rows, the share of blocks open there, and whether it is the
// best so far.
func Log(l *slog.Logger) func(*Progress, *Summary) error {
	return func(_ *Progress, e *Summary) error {
		l.Info("epoch", "epoch", e.Epoch, "loss", e.Loss, "error", e.Error, "valid_error", e.Deployed.Error,
			"active", e.Deployed.Active, "rate", e.Rate, "best", e.Best)
		return nil
	}
}
