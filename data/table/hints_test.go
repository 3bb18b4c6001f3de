package table

import (
	"fmt"
	"strings"
	"testing"
)

func TestHint(t *testing.T) {
	count := func(n int, format string) string {
		var s []string
		for i := range n {
			s = append(s, fmt.Sprintf(format, i))
		}
		return strings.Join(s, ";")
	}
	for _, c := range []struct {
		name, cells string
		last        bool
		want        Hint
	}{
		{"a", "x;x;x", false, Hint{Role: "constant"}},
		{"a", count(30, "row %d"), false, Hint{Role: "identifier"}},
		{"a", count(30, "%d"), false, Hint{Role: "identifier"}},
		{"a", count(30, "%d.5"), false, Hint{Target: "a number"}},
		{"customer_id", count(30, "1%d7"), false, Hint{Role: "identifier"}},
		{"a", count(30, "1%d7"), false, Hint{Target: "a number"}},
		{"a", "31/12/2024;01/02/2024", false, Hint{Role: "date as text"}},
		{"a", "12/31/2024;01/02/2024", false, Hint{Role: "date as text"}},
		{"a", "31/12/2024;12/31/2024", false, Hint{}}, // no one way fits both
		{"a", "20240229;20240301", false, Hint{Role: "date as text"}},
		{"a", "20240230;20240301", false, Hint{}},
		{"a", "2024-02-29;2024-03-01", false, Hint{}},
		{"a", "yes;no;yes", false, Hint{Target: "2 classes"}},
		{"Species", "a;b;c;a;b;c;a;b;c;a;b;c;a;b;c", false, Hint{Target: "3 classes", Likely: true}},
		{"a", "0;1;0;1;0;1;0;1;0;1", true, Hint{Target: "2 classes", Likely: true}},
		{"a", "NA;NA", true, Hint{}},
	} {
		cols, _, err := Profile(func(yield func(Batch, error) bool) {
			for i, s := range strings.Split(c.cells, ";") {
				if !yield(Batch{[]string{c.name}, [][]string{{s}}, []int{i + 2}}, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := cols[0].Hint(c.last); got != c.want {
			t.Errorf("%s %.40s: %+v, want %+v", c.name, c.cells, got, c.want)
		}
	}
}
