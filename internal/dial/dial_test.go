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
	timed.Clock = &Clock{Macs: []float64{0, table.Full().Macs}, Times: []float64{50e-6, 150e-6}}
	for _, c := range []struct {
		table *Table
		b     Budget
		want  string
	}{
		{table, Budget{Share: 0.001}, "a budget of 0.1 % is below the model's floor of "},
		{table, Budget{Seconds: 1e-3}, "no times for this machine"},
		{&timed, Budget{Seconds: 10e-6}, "a budget of 10 µs is below the model's floor of 6"},
		{&Table{}, Budget{Share: 1}, "the model has no dial"},
	} {
		if _, err := c.table.At(c.b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want it to say %q", c.b, err, c.want)
		}
	}
	if s, err := timed.At(Budget{Seconds: 1}); err != nil || s.Share != 1 {
		t.Errorf("with all the time in the world: %+v, %v", s, err)
	}
	s, err := timed.At(Budget{Seconds: 90e-6})
	if err != nil || s.Seconds > 90e-6*(1+1e-9) || s.Seconds < 89e-6 {
		t.Errorf("at 90 µs: %+v, %v", s, err)
	}
}

// TestActive: the shares of open blocks are those that multiply-adds were counted for.
func TestActive(t *testing.T) {
	table, net, gates, _ := swept(t)
	p := table.Points[0]
	// At the floor both layers are cut: the second gater and the last layer read the open units alone,
	// and of the second layer's experts no more can be told than that they do not exceed all inputs.
	first, second := p.Active[0], p.Active[1]
	least := float64(nn.CostOf(gates[0].Layer).All-nn.CostOf(gates[0].Layer.Gate).All)*first + float64(nn.CostOf(gates[0].Layer.Gate).All) +
		float64(nn.CostOf(gates[1].Layer.Gate).All)*first + float64(nn.CostOf(net[2]).All)*second
	most := least + float64(nn.CostOf(gates[1].Layer).Ungated)*second
	if p.Macs < least || p.Macs > most {
		t.Errorf("%v multiply-adds, want from %v to %v", p.Macs, least, most)
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

// TestCalibrate: the clock goes through what was measured, straight in between and beyond; times out
// of order are pooled; a point that its neighbours do not foretell shows as spread.
func TestCalibrate(t *testing.T) {
	points := []Point{{Macs: 10}, {Macs: 20}, {Macs: 40}, {Macs: 50}}
	c := Calibrate(points, []float64{1, 2, 4, 5}, "here")
	for macs, want := range map[float64]float64{10: 1, 15: 1.5, 40: 4, 44: 4.4, 50: 5, 60: 6, 5: 0.5} {
		if got := c.Seconds(&Point{Macs: macs}); math.Abs(got-want) > 1e-12 {
			t.Errorf("at %v: %v, want %v", macs, got, want)
		}
	}
	if c.Spread > 1e-12 {
		t.Errorf("spread %v of a straight line", c.Spread)
	}
	c = Calibrate(points, []float64{1, 4, 2, 5}, "")
	if !slices.Equal(c.Times, []float64{1, 3, 3, 5}) || !(c.Spread > 0.5) {
		t.Errorf("out of order: %v, spread %v", c.Times, c.Spread)
	}
}

// TestLaps: every network has its turn in every round, and a turn that stalls changes nothing, unless
// most do (the control).
func TestLaps(t *testing.T) {
	set := data.Synthetic(60, 10, 0, 1).Valid
	for _, c := range []struct {
		stalls []int // turns
		want   []float64
	}{{[]int{1, 2, 7}, []float64{1, 2}}, {[]int{3, 5}, []float64{101, 2}}} {
		clock, turns := 0.0, []int(nil)
		w := NewStopwatch(set, 8, 2, func() float64 { return clock })
		laps := w.Laps(2, 3, func(i int) nn.Layer {
			turns = append(turns, i)
			takes := float64(1 + i)
			if slices.Contains(c.stalls, len(turns)) {
				takes += 100
			}
			return slow{&clock, takes}
		})
		if !slices.Equal(turns, []int{0, 1, 0, 1, 0, 1, 0, 1}) || !slices.Equal(laps, c.want) {
			t.Errorf("turns %v, laps %v, want %v", turns, laps, c.want)
		}
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
