package train

// Step is one step of training, for tests.
func (t *Trainer) OneStep() error { return t.step() }

// Threshold is what Tune sets, for tests.
var Threshold = threshold

// AverageOnce takes the weights into the averages, for benchmarks.
func (t *Trainer) AverageOnce() { t.mean.add(t.Pool, averageEvery) }
