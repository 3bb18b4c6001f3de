package report

// An Event is one line of a run's events.jsonl. Kind is the value of its
// "event" field. Encode writes events, Read reads them.
//
// Errors, active fractions and gate probabilities are fractions in [0, 1],
// never percentages. Counts of multiply-adds are per example. Optional values
// are pointers (or omitted when zero, where the comment says so).
type Event interface{ Kind() string }

func (Start) Kind() string    { return "start" }
func (Epoch) Kind() string    { return "epoch" }
func (Gates) Kind() string    { return "gates" }
func (End) Kind() string      { return "end" }
func (Stopped) Kind() string  { return "stopped" }
func (Withheld) Kind() string { return "withheld" }
func (Resumed) Kind() string  { return "resumed" }

// Start is the first event of a run: what is about to be trained, and on what.
type Start struct {
	Time           string         `json:"time"` // RFC 3339
	Version        string         `json:"version"`
	Seed           uint64         `json:"seed"`
	Preset         string         `json:"preset"`
	Gate           string         `json:"gate"`
	Estimator      string         `json:"estimator"`
	Unbiased       bool           `json:"unbiased"` // the estimator's expectation is the gradient
	Skips          string         `json:"skips"`    // one of the Skips constants
	Data           string         `json:"data"`
	Train          int            `json:"train"` // examples
	Valid          int            `json:"valid"`
	Test           int            `json:"test"`
	Classes        []string       `json:"classes"`
	Height         int            `json:"height"` // of one picture; 0 where examples are not pictures
	Width          int            `json:"width"`
	Params         int            `json:"params"`
	Layers         []Layer        `json:"layers"`
	MacsDense      float64        `json:"macs_dense"`       // the same layers without gates
	MacsDenseGated float64        `json:"macs_dense_gated"` // gates included, nothing skipped
	ActiveAsked    float64        `json:"active_asked"`     // fraction of blocks; 0 if none was asked
	Batch          int            `json:"batch"`
	Epochs         int            `json:"epochs"`
	Threads        int            `json:"threads"`
	Config         map[string]any `json:"config"`
}

// What a shut block spares, the values of Start.Skips.
const (
	SkipsEverything = "everything"
	SkipsForward    = "forward only"
	SkipsNothing    = "nothing"
)

// Layer is one row of the network's table. Blocks and BlockWidth are 0 in a
// layer without gates.
type Layer struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	In         int    `json:"in"`
	Out        int    `json:"out"`
	Blocks     int    `json:"blocks"`
	BlockWidth int    `json:"block_width"`
}

// Epoch is the state of a run after a pass over the training set.
type Epoch struct {
	Epoch              int      `json:"epoch"`
	Step               int      `json:"step"`
	Seconds            float64  `json:"seconds"` // of training so far, across resumptions
	TrainLoss          Num      `json:"train_loss"`
	TrainError         float64  `json:"train_error"`
	Penalty            Num      `json:"penalty"`
	ValidLoss          Num      `json:"valid_loss"`
	ValidError         float64  `json:"valid_error"` // gates sampled
	ValidErrorDeployed *float64 `json:"valid_error_deployed,omitempty"`
	Active             float64  `json:"active"` // realised in training
	ActiveValid        float64  `json:"active_valid"`
	Rate               float64  `json:"rate"`
	Momentum           float64  `json:"momentum"`
	Lambda             *float64 `json:"lambda,omitempty"`
	// Dials is where temperatures, slopes and the like stand, by name.
	Dials             map[string]float64 `json:"dials,omitempty"`
	Dead              int                `json:"dead"` // blocks never open on the validation set
	ExamplesPerSecond float64            `json:"examples_per_second"`
	Best              bool               `json:"best"` // the best epoch so far
}

// Gates is the distribution of one layer's gate probabilities (or scores) over
// the validation set: counts in equal bins from Lo to Hi.
type Gates struct {
	Epoch int      `json:"epoch"`
	Layer string   `json:"layer"`
	Hist  []int64  `json:"hist"`
	Lo    float64  `json:"lo"`
	Hi    float64  `json:"hi"`
	Theta *float64 `json:"theta,omitempty"`
}

// End is the last event of a finished run: the best network on the test set.
type End struct {
	Epoch          int         `json:"epoch"` // the epoch whose parameters were tested
	TestError      float64     `json:"test_error"`
	TestLoss       Num         `json:"test_loss"`
	ValidError     float64     `json:"valid_error"`
	ActiveAsked    float64     `json:"active_asked"`
	Active         float64     `json:"active"`
	Macs           float64     `json:"macs"` // spent, mean over the test set
	MacsDense      float64     `json:"macs_dense"`
	MacsDenseGated float64     `json:"macs_dense_gated"`
	Seconds        float64     `json:"seconds"`
	Seed           uint64      `json:"seed"`
	Run            string      `json:"run"`
	Mode           string      `json:"mode"` // one of the Mode constants
	Theta          *float64    `json:"theta,omitempty"`
	Confusion      [][]int     `json:"confusion"` // [label][predicted]
	Layers         []LayerOpen `json:"layers"`
	Most           []Example   `json:"most"`   // open the most blocks, descending
	Fewest         []Example   `json:"fewest"` // open the fewest, ascending
	Table          *Table      `json:"table,omitempty"`
}

// How the tested network turned probabilities into gates, the values of End.Mode.
const (
	ModeSample    = "sample"
	ModeThreshold = "threshold"
	ModeMean      = "mean"
)

// LayerOpen says how often each block of a layer was open on the test set, by
// class: OpenByClass is blocks × classes, of fractions.
type LayerOpen struct {
	Name        string      `json:"name"`
	OpenByClass [][]float64 `json:"open_by_class"`
}

// Example is one example of the test set. Pixels holds Height·Width bytes by
// rows, 0 for background; it may be empty.
type Example struct {
	Index     int     `json:"index"`
	Label     int     `json:"label"`
	Predicted int     `json:"predicted"`
	Open      float64 `json:"open"` // fraction of blocks
	Pixels    []byte  `json:"pixels"`
}

// Withheld is the last event of a finished run whose test part stays unopened: the best network on the
// validation part.
type Withheld struct {
	Epoch      int     `json:"epoch"` // the epoch whose parameters are kept
	ValidError float64 `json:"valid_error"`
	Active     float64 `json:"active"`
	Macs       float64 `json:"macs"` // spent, mean over the validation set
	Seconds    float64 `json:"seconds"`
	Seed       uint64  `json:"seed"`
	Run        string  `json:"run"`
}

// Stopped says that a run was interrupted and can be resumed.
type Stopped struct {
	Epoch  int    `json:"epoch"`
	Step   int    `json:"step"`
	Reason string `json:"reason"`
}

// Resumed says that a run goes on from a checkpoint. Epochs recorded after
// that checkpoint are void: they are trained again.
type Resumed struct {
	Epoch int `json:"epoch"`
	Step  int `json:"step"`
}
