package vae

import (
	"encoding/json"
	"maps"

	"gater/internal/report"
)

// kindOf tells runs apart by all that their results depend on but the seed.
func kindOf(r *report.VAERun) kind {
	rest := maps.Clone(r.Start.Config)
	for _, name := range []string{"net", "estimator", "steps", "seed", "every", "check_every"} {
		delete(rest, name)
	}
	b, _ := json.Marshal(rest) // keys in order
	return kind{r.End.Net, r.End.Estimator, r.End.Evals, r.End.Steps, string(b)}
}
