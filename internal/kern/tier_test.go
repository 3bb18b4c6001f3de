package kern

import (
	"strings"
	"testing"
)

// TestPick checks the choice of a tier by name.
func TestPick(t *testing.T) {
	have := tiers()
	if len(have) > 0 && pick("") != have[0] {
		t.Errorf("without a name the tier is not the best, %s", have[0].name)
	}
	if pick("go") != nil {
		t.Error("go is not plain Go")
	}
	for _, a := range have {
		if pick(a.name) != a {
			t.Errorf("%s does not pick its tier", a.name)
		}
	}
	if got := panics(func() { pick("mmx") }); !strings.HasPrefix(got, "kern: GATER_CPU=mmx: ") {
		t.Errorf("an unknown name panics with %q", got)
	}
}

// panics returns what f panics with, "" if it does not.
func panics(f func()) (s string) {
	defer func() {
		if e := recover(); e != nil {
			s = e.(string)
		}
	}()
	f()
	return
}

// TestMisuse checks the messages of wrong shapes.
func TestMisuse(t *testing.T) {
	x := make([]Float, 6)
	two := &Pairs{Rows: 2, Blocks: 1, Width: 3, Off: []int32{0, 1}, Row: []int32{1}, ROff: []int32{0, 0, 1}, Block: []int32{0}}
	far := *two
	far.Row = []int32{2}
	for _, c := range []struct {
		f    func()
		want string
	}{
		{func() { MulNN(x, 3, x, 3, x, 2, nil, 2, 3, 3) }, "kern: MulNN: b has leading dimension 2, want at least its 3 columns"},
		{func() { MulNT(x, 3, x, 3, x, 3, nil, 2, 3, 3) }, "kern: MulNT: b has 6 elements, 3×3 with leading dimension 3 needs 9"},
		{func() { MulTN(x, 3, x, 3, x, 3, []int32{1, 1}, 3, 3, 2) }, "kern: MulTN: row list has 1 after 1 at entry 1, want ascending rows from 0"},
		{func() { MulNN(x, 3, x, 3, x, 3, []int32{1}, 2, 3, 2) }, "kern: MulNN: row list has 1 entries, want 2"},
		{func() { MulNN(x, 3, x, 3, x, 3, nil, -1, 3, 2) }, "kern: MulNN: c is -1×3, want no negative sizes"},
		{func() { (*Pool)(nil).PairsNT(x, 3, x, 2, x, 2, &far, nil, 2) }, "kern: PairsNT: list 0 of Pairs.Off has 2 after -1, want ascending below 2"},
		{func() { (*Pool)(nil).PairsNN(x, 2, x, 3, x, 2, two, two, 2) }, "kern: PairsNN: in is 2 rows of 1×3 columns, want 2 rows of 2 columns"},
		{func() { Axpy(x, 1, x[:5]) }, "kern: Axpy: operands have 6 and 5 elements, want equal lengths"},
	} {
		if got := panics(c.f); got != c.want {
			t.Errorf("panicked with %q, want %q", got, c.want)
		}
	}
	if got := panics(func() { (*Pool)(nil).PairsNT(x, 3, x, 2, x, 2, two, nil, 2) }); got != "" {
		t.Errorf("a right call panicked with %q", got)
	}
}
