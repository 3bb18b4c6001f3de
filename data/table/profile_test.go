package table

import (
	"math"
	"strings"
	"testing"
)

func TestProfile(t *testing.T) {
	for _, c := range []struct {
		cells, warning string
		want           Column
	}{
		{"1 2 3 NA", "", Column{Kind: Numeric, Count: 3, Missing: 1, Distinct: 3, Mean: 2, Std: math.Sqrt(2. / 3), Min: 1, Max: 3}},
		{"-1 -1", "constant", Column{Kind: Numeric, Count: 2, Distinct: 1, Mean: -1, Min: -1, Max: -1}},
		{"yes no no", "", Column{Kind: Boolean, Count: 3, Distinct: 2}},
		{"2024-02-29 2024-03-01", "", Column{Kind: Time, Count: 2, Distinct: 2, Mean: 2024 + 59.5/366, Std: 0.5 / 366, Min: 2024 + 59./366, Max: 2024 + 60./366}},
		{"2023-02-29 x", "", Column{Kind: Text, Count: 2, Distinct: 2}},
		{"NA null", "every cell is missing", Column{Kind: Empty, Missing: 2}},
		{"1 Inf", "1 infinite", Column{Kind: Numeric, Count: 2, Distinct: 2, Mean: 1, Min: 1, Max: 1}},
		{"1 x", `mixed types: line 2 is numeric, line 3 is text ("x")`, Column{Kind: Text, Count: 2, Distinct: 2, Mean: 1, Min: 1, Max: 1}},
	} {
		cols, n, err := Profile(func(yield func(Batch, error) bool) {
			for i, s := range strings.Fields(c.cells) {
				yield(Batch{[]string{"a"}, [][]string{{s}}, []int{i + 2}}, nil)
			}
		})
		if err != nil || n != len(strings.Fields(c.cells)) {
			t.Fatal(n, err)
		}
		g := cols[0]
		if g.Kind != c.want.Kind || g.Count != c.want.Count || g.Missing != c.want.Missing || g.Distinct != c.want.Distinct ||
			math.Abs(g.Mean-c.want.Mean)+math.Abs(g.Std-c.want.Std) > 1e-12 || g.Min != c.want.Min || g.Max != c.want.Max ||
			!strings.HasPrefix(g.Warning, c.warning) || (g.Warning == "") != (c.warning == "") {
			t.Errorf("%s: %+v", c.cells, g)
		}
	}
}
