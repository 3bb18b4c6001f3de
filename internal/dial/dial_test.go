package dial

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gater/data"
	"gater/est"
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// gated is a network of two gated layers with random weights, and its gates.
func gated(in, classes int) (nn.Seq, []train.Gate) {
	var net nn.Seq
	var gates []train.Gate
	noise, site := train.InitNoise(1), 0
	for _, blocks := range []int{12, 10} {
		u := est.New(est.Surrogate{})
		u.SetThreshold(open)
		l := nn.NewGated(nn.Seq{nn.NewLinear(in, blocks), u}, in, blocks, 4)
		l.Rectify = true
		net = append(net, l)
		gates = append(gates, train.Gate{Layer: l, Score: u, Units: u, Target: 0.5})
		in = l.Units()
	}
	net = append(net, nn.NewLinear(in, classes))
	for _, p := range nn.Params(net) {
		nn.Uniform(p.Val, 0.5, noise.At(site))
		site++
	}
	return net, gates
}

// swept is the dial of such a network on a small set.
func swept(t *testing.T) (*Table, nn.Seq, []train.Gate, *data.Set) {
	t.Helper()
	set := data.Synthetic(2400, 10, 0, 1).Valid
	net, gates := gated(set.Dim(), len(set.Classes))
	s := &Sweep{Eval: &train.Evaluator{Net: net}, Gates: gates, Set: set, Least: 0.05, Grid: 16}
	table, err := s.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return table, net, gates, set
}

// TestTable: along the path work rises and the error expected does not, though that measured does (a random network learns nothing from more work: the control).
func TestTable(t *testing.T) {
	table, _, gates, _ := swept(t)
	rises := false
	for i := 1; i < len(table.Points); i++ {
		a, b := table.Points[i-1], table.Points[i]
		if b.Macs <= a.Macs || b.Expected > a.Expected {
			t.Errorf("point %d: %.0f multiply-adds and error %.4f after %.0f and %.4f", i, b.Macs, b.Expected, a.Macs, a.Expected)
		}
		rises = rises || b.Error > a.Error
	}
	if !rises {
		t.Error("control: the measured error never rises, so that nothing had to be made monotone")
	}
	if f := table.Points[0].Active; math.Abs(f[0]-0.05) > 0.01 || math.Abs(f[1]-0.05) > 0.01 {
		t.Errorf("the floor has %v open, want 0.05", f)
	}
	if f := table.Points[len(table.Points)-1].Active; f[0] != 1 || f[1] != 1 {
		t.Errorf("the last point has %v open, want all", f)
	}
	if gates[0].Target != 0.5 || gates[1].Target != 0.5 {
		t.Error("the gates' targets are not put back")
	}
}

// TestEnds: the floor and everything are the points themselves, to the bit; a budget is never
// exceeded in between, and is met to 5 % of itself on the rows that the dial was made on.
func TestEnds(t *testing.T) {
	table, net, gates, set := swept(t)
	first, last := table.Points[0], table.Points[len(table.Points)-1]
	for _, c := range []struct {
		share float64
		want  Point
	}{{first.Macs / last.Macs, first}, {1, last}} {
		s, err := table.At(Budget{Share: c.share})
		if err != nil || !slices.Equal(s.Thresholds, c.want.Thresholds) || s.Macs != c.want.Macs || s.Error != c.want.Expected {
			t.Errorf("at %v: %+v, %v, want %+v", c.share, s, err, c.want)
		}
	}
	eval := &train.Evaluator{Net: net}
	before := 0.0
	for _, share := range []float64{0.17, 0.25, 0.35, 0.5, 0.8} {
		s, err := table.At(Budget{Share: share})
		if err != nil {
			t.Fatal(err)
		}
		if s.Share > share*(1+1e-9) || s.Macs < before {
			t.Errorf("at %v: expects %v of the work, before that %v", share, s.Share, before/last.Macs)
		}
		before = s.Macs
		Apply(gates, s.Thresholds)
		got := eval.Run(set, nn.Use, 0).Macs / last.Macs
		if got > share*1.05 || share < 0.7 && got < share*0.85 {
			t.Errorf("at %v the network does %.3f of the work", share, got)
		}
	}
}

// TestRefused: what the dial cannot do it refuses in a line that says what it can.
func TestRefused(t *testing.T) {
	table, _, _, _ := swept(t)
	timed := *table
	timed.Clock = &Clock{Base: 50e-6, PerMac: []float64{1e-8, 1e-8}}
	for _, c := range []struct {
		table *Table
		b     Budget
		want  string
	}{
		{table, Budget{Share: 0.001}, "a budget of 0.1 % is below the model's floor of "},
		{table, Budget{Seconds: 1e-3}, "no times for this machine"},
		{&timed, Budget{Seconds: 10e-6}, "a budget of 10 µs is below the model's floor of 5"},
		{&Table{}, Budget{Share: 1}, "the model has no dial"},
	} {
		if _, err := c.table.At(c.b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want it to say %q", c.b, err, c.want)
		}
	}
	if s, err := timed.At(Budget{Seconds: 1}); err != nil || s.Share != 1 {
		t.Errorf("with all the time in the world: %+v, %v", s, err)
	}
	s, err := timed.At(Budget{Seconds: 70e-6})
	if err != nil || s.Seconds > 70e-6*(1+1e-9) || s.Seconds < 69e-6 {
		t.Errorf("at 70 µs: %+v, %v", s, err)
	}
}

// TestCounter counts what the evaluation counts, gaters and the last layer apart.
func TestCounter(t *testing.T) {
	table, net, gates, set := swept(t)
	p := table.Points[3]
	gaters := nn.CostOf(gates[0].Layer.Gate).All
	// The second gater and the last layer read the open units of the layer before them.
	rest := p.Active[0]*float64(nn.CostOf(gates[1].Layer.Gate).All) + p.Active[1]*float64(nn.CostOf(net[2]).All)
	if got := p.Layers[0] + p.Layers[1] + float64(gaters) + rest; math.Abs(got-p.Macs) > 1e-6*p.Macs {
		t.Errorf("%v multiply-adds of %d rows, the evaluation counted %v", got, set.Len(), p.Macs)
	}
}

// TestIsotonic: hand-worked, and what falls already is left alone.
func TestIsotonic(t *testing.T) {
	for _, c := range [][2][]float64{
		{{5, 4, 2}, {5, 4, 2}},
		{{5, 1, 3, 2}, {5, 2, 2, 2}},
		{{1, 2, 3}, {2, 2, 2}},
		{{4, 5, 0}, {4.5, 4.5, 0}},
		{{}, {}},
	} {
		if got := Isotonic(c[0]); !slices.Equal(got, c[1]) {
			t.Errorf("%v: %v, want %v", c[0], got, c[1])
		}
	}
}

// TestParseBudget reads what people write.
func TestParseBudget(t *testing.T) {
	for s, want := range map[string]Budget{
		"20%": {Share: 0.2}, "0.35": {Share: 0.35}, "100 %": {Share: 1}, "150us": {Seconds: 150e-6},
		"150µs": {Seconds: 150e-6}, "1.5ms": {Seconds: 1.5e-3},
	} {
		got, err := ParseBudget(s)
		if err != nil || math.Abs(got.Share-want.Share)+math.Abs(got.Seconds-want.Seconds) > 1e-12 {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "0", "-3%", "101%", "20", "fast", "0us", "NaN", "5 parsecs"} {
		if b, err := ParseBudget(s); err == nil {
			t.Errorf("%q is read as %+v", s, b)
		}
	}
	for want, b := range map[string]Budget{"20 %": {Share: 0.2}, "3.14 %": {Share: 0.031415}, "150 µs": {Seconds: 150e-6}} {
		if b.String() != want {
			t.Errorf("%+v is %q, want %q", b, b, want)
		}
	}
}

// TestCalibrate finds the terms that made the times, and one that would be below 0 at 0.
func TestCalibrate(t *testing.T) {
	var points []Point
	var times, odd []float64
	for i := range 6 {
		m := []float64{float64(1+i) * 1e4, float64(1+i*i) * 1e4}
		points = append(points, Point{Layers: m})
		times = append(times, 20e-6+2e-10*m[0]+1e-10*m[1])
		odd = append(odd, 20e-6+3e-10*m[0]-0.1e-10*m[1])
	}
	c := Calibrate(points, times, "here")
	if math.Abs(c.Base/20e-6-1)+math.Abs(c.PerMac[0]/2e-10-1)+math.Abs(c.PerMac[1]/1e-10-1) > 1e-6 || c.Spread > 1e-6 {
		t.Errorf("%+v", c)
	}
	if c := Calibrate(points, odd, ""); c.PerMac[1] != 0 || !(c.Spread > 1e-4) {
		t.Errorf("a falling term: %+v", c)
	}
}

// TestLaps: every network has its turn in every round, and a round that stalls changes nothing.
func TestLaps(t *testing.T) {
	set := data.Synthetic(60, 10, 0, 1).Valid
	clock, turns := 0.0, []int(nil)
	w := NewStopwatch(set, 8, 2, func() float64 { return clock })
	laps := w.Laps(2, 3, func(i int) nn.Layer {
		turns = append(turns, i)
		return slow{&clock, float64(1+i) + 100*float64(max(0, 6-len(turns))/5)}
	})
	if !slices.Equal(turns, []int{0, 1, 0, 1, 0, 1, 0, 1}) || !slices.Equal(laps, []float64{1, 2}) {
		t.Errorf("turns %v, laps %v", turns, laps)
	}
}

// slow takes its time.
type slow struct {
	clock *float64
	takes float64
}

func (l slow) Run(_ *nn.Pass, x *nn.Var, next nn.Next) []float64 {
	*l.clock += l.takes
	return next(&nn.Var{Val: mat.New(x.Val.Rows, 1)})
}
