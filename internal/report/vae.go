package report

// VAEStart is the first event of gater lab vae: what is about to be trained, and on what.
type VAEStart struct {
	Time      string         `json:"time"` // RFC 3339
	Estimator string         `json:"estimator"`
	Net       string         `json:"net"`
	Seed      uint64         `json:"seed"`
	Data      string         `json:"data"`
	Steps     int            `json:"steps"`
	Batch     int            `json:"batch"`
	Params    int            `json:"params"`
	Evals     int            `json:"evals"` // runs of the decoder a step
	Unbiased  bool           `json:"unbiased"`
	Config    map[string]any `json:"config"`
}

// VAEPoint is how things stand after some steps. Bounds are in nats a picture.
type VAEPoint struct {
	Step      int     `json:"step"`
	Seconds   float64 `json:"seconds"`              // of steps, checks left out
	ELBO      Num     `json:"elbo"`                 // of the batches since the last point
	Variance  Num     `json:"variance"`             // of the encoder's gradient
	TrainELBO *Num    `json:"train_elbo,omitempty"` // of the whole training set, one draw
	ValidELBO *Num    `json:"valid_elbo,omitempty"`
}

// VAEEnd is what came out, and the last line under --json.
type VAEEnd struct {
	Estimator      string  `json:"estimator"`
	Net            string  `json:"net"`
	Seed           uint64  `json:"seed"`
	Steps          int     `json:"steps"`
	Evals          int     `json:"evals"`
	Seconds        float64 `json:"seconds"`
	StepsPerSecond float64 `json:"steps_per_second"`
	Variance       Num     `json:"variance"`
	TrainELBO      Num     `json:"train_elbo"`
	ValidELBO      Num     `json:"valid_elbo"`
	TestELBO       Num     `json:"test_elbo"`
	Samples        int     `json:"samples"` // of the bounds that follow
	ValidBound     Num     `json:"valid_bound"`
	TestBound      Num     `json:"test_bound"`
	Run            string  `json:"run"`
	Report         string  `json:"report"`
}

func (VAEStart) Kind() string { return "vae_start" }
func (VAEPoint) Kind() string { return "vae_point" }
func (VAEEnd) Kind() string   { return "vae_end" }
