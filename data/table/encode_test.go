package table

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
)

func fitted(t *testing.T) *Encoder {
	cols, _, err := Profile(func(yield func(Batch, error) bool) {
		yield(Batch{[]string{"x", "ok", "c", "y"}, [][]string{{"1", "yes", "b", "0"}, {"3", "no", "a", "1"}}, []int{2, 3}}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := Fit(cols, "y")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestEncode: values by hand, before and after JSON.
func TestEncode(t *testing.T) {
	e := fitted(t)
	b, _ := json.Marshal(e)
	l, err := Load(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		row  string
		want []float32
	}{
		{"3,yes,b,0", []float32{1, 0, 1, 0, 0, 1}},
		{"4,no,a,?", []float32{2, 0, -1, 0, 1, 0}},
		{"NA,,unseen,", []float32{0, 1, 0, 1, 0, 0}},
	} {
		for _, e := range []*Encoder{e, l} {
			got := []float32{9, 9, 9, 9, 9, 9}
			if err := e.Row(got[:e.Width()], strings.Split(c.row, ",")); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s: %v %v, want %v", c.row, got, err, c.want)
			}
		}
	}
	dst, row := make([]float32, e.Width()), strings.Split("3,YES,b,0", ",")
	if n := testing.AllocsPerRun(100, func() { e.Row(dst, row) }); n != 0 {
		t.Errorf("a row allocates %v times", n)
	}
}

func TestEncodeRefuses(t *testing.T) {
	e := fitted(t)
	for row, want := range map[string]string{"q,yes,a,0": `column "x"`, "Inf,yes,a,0": `column "x"`, "1,2,a,0": `column "ok"`} {
		if err := e.Row(make([]float32, e.Width()), strings.Split(row, ",")); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", row, err)
		}
	}
	if _, err := Load([]byte(`{"version":2}`)); err == nil {
		t.Error("a newer version was read")
	}
}

// TestHeld: the share is met within 4σ, and another seed holds other rows out.
func TestHeld(t *testing.T) {
	const n = 100000
	a, same := 0, 0
	for i := range n {
		h := Held(1, i, 0.2)
		if h {
			a++
		}
		if h == Held(2, i, 0.2) {
			same++
		}
	}
	near := func(k int, p float64) bool { return math.Abs(float64(k)-p*n) < 4*math.Sqrt(n*p*(1-p)) }
	if !near(a, 0.2) || !near(same, 0.68) {
		t.Errorf("held %d, alike %d of %d", a, same, n)
	}
}
