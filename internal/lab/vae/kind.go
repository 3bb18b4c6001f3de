package vae

import (
	"encoding/json"
	"maps"

	"gater/est"
	"gater/internal/catalog"
	"gater/internal/report"
)

// kindOf tells runs apart by all that their results depend on but the seed.
func kindOf(r *report.VAERun) kind {
	k := kind{net: r.End.Net, estimator: r.End.Estimator, evals: r.End.Evals, steps: r.End.Steps}
	latent, _ := r.Start.Config["latent"].(float64)
	if s, err := catalog.ParseSpec(k.estimator); err == nil {
		k.evals = evals(s.New().About(), int(latent))
	}
	rest := maps.Clone(r.Start.Config)
	for _, name := range []string{"net", "estimator", "steps", "seed", "every", "check_every"} {
		delete(rest, name)
	}
	b, _ := json.Marshal(rest) // keys in order
	k.rest = string(b)
	return k
}

// evals is how many values of the units the loss is evaluated at, as the literature counts.
// About counts runs: an estimator that has a look at a draw and then goes back from it to take
// its slope (double control variates, RODEO) runs the decoder twice for one evaluation.
func evals(a est.About, cols int) int {
	n := 0
	for _, f := range []func(int) int{a.Looks, a.Slopes} {
		if f != nil {
			n = max(n, f(cols))
		}
	}
	return 1 + n
}
