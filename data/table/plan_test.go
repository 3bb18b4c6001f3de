package table

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gater/data"
)

// cells is a table of text: records split by spaces, cells by commas.
func cells(s string) Rows {
	var rows [][]string
	for _, r := range strings.Fields(s) {
		rows = append(rows, strings.Split(r, ","))
	}
	return func(yield func(Batch, error) bool) {
		for i := 1; i < len(rows); i += 3 { // batches of three
			n := min(3, len(rows)-i)
			b := Batch{Names: rows[0], Rows: rows[i : i+n]}
			for k := range n {
				b.Lines = append(b.Lines, i+k+1)
			}
			if !yield(b, nil) {
				return
			}
		}
	}
}

// many is n records that f writes, under a header.
func many(n int, header string, f func(i int) string) Rows {
	var b strings.Builder
	b.WriteString(header)
	for i := range n {
		b.WriteString(" " + f(i))
	}
	return cells(b.String())
}

func seeded() Split { return Split{Seed: 1, Valid: 0.15, Test: 0.15} }

// TestPlanFitsOnTraining: what is held out moves neither the encoder nor the target's scale, and no
// row is in two parts. The training rows do: the control.
func TestPlanFitsOnTraining(t *testing.T) {
	plan := func(spoil Part) ([]byte, [3]int) {
		split := seeded()
		rows := many(600, "x,c,y", func(i int) string {
			x, y := i%7, float64(i%11)+0.5
			if part, _ := split.part(i, ""); part == spoil {
				x, y = 1000+i, 1e6+float64(i)
			}
			return fmt.Sprintf("%d,k%d,%v", x, i%3, y)
		})
		p, err := Prepare(rows, Options{Target: []string{"y"}, Split: split})
		if err != nil {
			t.Fatal(err)
		}
		b, _ := json.Marshal(p.Preprocessing)
		s, err := p.Sets(rows, "t")
		if err != nil || s.Train.Len() != p.Rows[Train] || s.Valid.Len() != p.Rows[Valid] || s.Test.Len() != p.Rows[Test] {
			t.Fatal(s, p.Rows, err)
		}
		return b, p.Rows
	}
	want, n := plan(-1)
	if n[Train]+n[Valid]+n[Test] != 600 || n[Valid] < 60 || n[Test] < 60 {
		t.Errorf("parts of %v rows", n)
	}
	for _, part := range []Part{Valid, Test} {
		if got, _ := plan(part); string(got) != string(want) {
			t.Errorf("part %d changes what is fitted:\n%s\n%s", part, got, want)
		}
	}
	if got, _ := plan(Train); string(got) == string(want) {
		t.Error("control: training rows change nothing")
	}
}

// TestSplits: groups are never torn apart, as they are without a column, and by time the test rows
// are the last.
func TestSplits(t *testing.T) {
	parts := func(s Split, f func(i int) string) []Part {
		o := Options{Target: []string{"y"}, Split: s}
		p := &Plan{Split: s}
		rows := many(400, "g,y", func(i int) string { return fmt.Sprintf("%s,%d", f(i), i%2) })
		if err := p.look(rows, &o); err != nil {
			t.Fatal(err)
		}
		var all []Part
		if err := p.each(rows, o.Target, func(_ Batch, _ int, part Part) error { all = append(all, part); return nil }); err != nil {
			t.Fatal(err)
		}
		return all
	}
	group := func(i int) string { return fmt.Sprint("g", i*7%40) }
	for by, want := range map[string]bool{"g": true, "": false} {
		s := seeded()
		s.By = by
		seen, whole := map[string]Part{}, true
		for i, part := range parts(s, group) {
			if was, ok := seen[group(i)]; ok && was != part {
				whole = false
			}
			seen[group(i)] = part
		}
		if whole != want {
			t.Errorf("split by %q: groups whole %v", by, whole)
		}
	}
	s := seeded()
	s.Time = "g"
	for name, f := range map[string]func(i int) string{
		"numbers": func(i int) string { return fmt.Sprint(i * 7 % 400 / 3) },
		"days":    func(i int) string { return fmt.Sprintf("2024-%02d-%02d", 1+i%12, 1+i%28) },
	} {
		var last, first [3]float64
		for i := range first {
			first[i], last[i] = math.Inf(1), math.Inf(-1)
		}
		n := [3]int{}
		for i, part := range parts(s, f) {
			x, _ := moment(f(i))
			first[part], last[part] = min(first[part], x), max(last[part], x)
			n[part]++
		}
		if !(last[Train] < first[Valid] && last[Valid] < first[Test]) || n[Test] < 50 || n[Valid] < 50 {
			t.Errorf("%s: parts from %v to %v of %v rows", name, first, last, n)
		}
	}
}

// TestTargets: what is inferred, and what a task on request makes of the same column.
func TestTargets(t *testing.T) {
	for _, c := range []struct {
		name, cells, said string
		task, want        data.Task
		label             map[string]int32
	}{
		{"words", "a b c b", "target y: 3 classes (a, b, c)", "", data.Classes, map[string]int32{"a": 0, "c": 2}},
		{"truth", "yes no no", "target y: 2 classes (no, yes)", "", data.Classes, map[string]int32{"yes": 1}},
		{"few whole numbers", "10 9 1.0 1", "target y: 3 classes (1, 9, 10); --task number", "", data.Classes, map[string]int32{"1.00": 0, "10": 2}},
		{"fractions", "1.5 2 3", "target y: a number from 1.5 to 3; --task classes", "", data.Number, nil},
		{"fractions as classes", "1.5 2 3", "target y: 3 classes", data.Classes, data.Classes, map[string]int32{"2": 1}},
		{"many whole numbers", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21", "target y: a number", "", data.Number, nil},
		{"one label", "1 0 no", "target y: yes or no", data.Labels, data.Labels, nil},
	} {
		_, col := profiled(t, c.cells)
		g, said, err := NewTarget(col, col, c.task)
		if err != nil || g.Task != c.want || !strings.HasPrefix(said, c.said) {
			t.Errorf("%s: %+v, %q, %v", c.name, g, said, err)
			continue
		}
		g.indexed()
		for cell, want := range c.label {
			if got, err := g.Answer(nil, []string{cell}); got != want || err != nil {
				t.Errorf("%s: %s is class %d (%v), want %d", c.name, cell, got, err, want)
			}
		}
		if _, err := g.Answer(make([]float32, 1), []string{"zzz"}); err == nil {
			t.Errorf("%s: zzz has an answer", c.name)
		}
	}
}

func profiled(t *testing.T, s string) (int, []Column) {
	t.Helper()
	cols, n, err := Profile(cells("y " + s))
	if err != nil {
		t.Fatal(err)
	}
	return n, cols
}

// TestPrepareNothing: a header alone, and one that was not cut into columns.
func TestPrepareNothing(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"y", "has no rows below its header: add some"},
		{"z", `has no column "z" for a target: it has y only, and if there should be more, separate them by commas; name one of them`},
	} {
		rows := Rows(func(yield func(Batch, error) bool) { yield(Batch{Names: []string{"y"}}, nil) })
		if _, err := Prepare(rows, Options{Target: []string{c.name}}); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// TestPrepareRefuses: each error in one line, naming what it can.
func TestPrepareRefuses(t *testing.T) {
	ok := func(i int) string { return fmt.Sprintf("%d,k%d,%d", i, i%2, i%2) }
	for _, c := range []struct {
		name, want string
		f          func(i int) string
		o          Options
	}{
		{"no such target", `has no column "z" for a target: it has x, c, y`, ok, Options{Target: []string{"z"}}},
		{"another case", `has no column "Y" for a target: did you mean "y"?`, ok, Options{Target: []string{"Y"}}},
		{"no such column", `has no column "q" for a column to drop`, ok, Options{Target: []string{"y"}, Drop: []string{"q"}}},
		{"target learnt from", `column "y" is the target`, ok, Options{Target: []string{"y"}, Columns: []string{"y"}}},
		{"target twice", `target "y" is named twice`, ok, Options{Target: []string{"y", "y"}}},
		{"nothing left", "no column is left", ok, Options{Target: []string{"y"}, Drop: []string{"x", "c"}}},
		{"constant target", `target "y" is the same in every row`, func(i int) string { return fmt.Sprintf("%d,a,1", i) }, Options{Target: []string{"y"}}},
		{"empty target", `target "y" has no value in any row`, func(i int) string { return fmt.Sprintf("%d,a,", i) }, Options{Target: []string{"y"}}},
		{"one class", `target "y" has one class, "1"`, func(i int) string { return fmt.Sprintf("%d,a,1%s", i, strings.Repeat(".0", i%2)) }, Options{Target: []string{"y"}}},
		{"infinite target", `line 7, target "y" is infinite`, func(i int) string {
			return fmt.Sprintf("%d,a,%s", i, map[bool]string{true: "Inf", false: fmt.Sprint(i, ".5")}[i == 5])
		}, Options{Target: []string{"y"}, Task: data.Number}},
		{"infinite feature", `column "x" is infinite: mend`, func(i int) string {
			return fmt.Sprintf("%s,a,%d", map[bool]string{true: "-Inf", false: fmt.Sprint(i)}[i%10 == 5], i%2)
		}, Options{Target: []string{"y"}}},
		{"words for a number", `target "c" is text, not a number`, ok, Options{Target: []string{"c"}, Task: data.Number}},
		{"mixed for a number", `target "y" is no number: mixed types: line 2 is numeric, line 3 is text ("k1")`, func(i int) string {
			return fmt.Sprintf("%d,a,%s", i, []string{"1", "k1"}[i%2])
		}, Options{Target: []string{"y"}, Task: data.Number}},
		{"labels of words", `target "c" holds`, ok, Options{Target: []string{"c", "y"}}},
		{"two targets, classes", "task classes has one target, 2 were named", ok, Options{Target: []string{"c", "y"}, Task: data.Classes}},
		{"ids for classes", `target "x" has more than 1000 classes`, func(i int) string { return fmt.Sprintf("k%d,a,%d", i, i%2) }, Options{Target: []string{"x"}}},
		{"split by no time", `line 2, column "c": "k0" is neither a time nor a number`, ok, Options{Target: []string{"y"}, Split: Split{Valid: 0.2, Test: 0.2, Time: "c"}}},
		{"split by one time", `column "c" has too few different times`, func(i int) string { return fmt.Sprintf("%d,2024-01-01,%d", i, i%2) }, Options{Target: []string{"y"}, Split: Split{Valid: 0.2, Test: 0.2, Time: "c"}}},
		{"one group", "the validation part has no rows", func(i int) string { return fmt.Sprintf("%d,a,%d", i, i%2) }, Options{Target: []string{"y"}, Split: Split{Seed: 2, Valid: 0.2, Test: 0.2, By: "c"}}},
	} {
		n := 40
		if c.name == "ids for classes" {
			n = 1100
		}
		if c.o.Split == (Split{}) {
			c.o.Split = Split{Seed: 1, Valid: 0.2, Test: 0.2}
		}
		_, err := Prepare(many(n, "x,c,y", c.f), c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestNotes: columns that give the target away are warned of, others are not; what is of no use is
// left out.
func TestNotes(t *testing.T) {
	for _, c := range []struct {
		name, target, want, never string
		f                         func(i int) string
	}{
		{"repeats it", "y", "column x may give the target away: it repeats it", "column c may", func(i int) string { return fmt.Sprintf("%d,k%d,%d", i%2, i%3, i%2) }},
		{"one value a class", "y", "column c may give the target away: each of its values goes with one class", "column x may", func(i int) string { return fmt.Sprintf("%d,k%d,%d", i, i%6, i%2) }},
		{"a straight line", "x", "column y may give the target away: the target is a straight line", "column c may", func(i int) string { return fmt.Sprintf("%v,k%d,%d", 0.5+float64(i), i%6, 3*i-1) }},
		{"an id", "y", "column c is left out: it looks like an id", "may give", func(i int) string { return fmt.Sprintf("%d,u%d,%d", i, i, i/3%2) }},
		{"a constant", "y", "column c is left out: it is the same in every training row", "may give", func(i int) string { return fmt.Sprintf("%d,u,%d", i, i/3%2) }},
		{"all missing", "y", "column c is left out: every cell", "may give", func(i int) string { return fmt.Sprintf("%d,NA,%d", i, i/3%2) }},
		{"mixed", "y", "column x is taken as text: mixed types", "may give", func(i int) string { return fmt.Sprintf("%s%d,u%d,%d", []string{"", "k"}[i%2], i%3, i%3, i/5%2) }},
		{"no target", "y", "40 rows are left out: their target is missing", "may give", func(i int) string {
			return fmt.Sprintf("%d,u%d,%s", i, i%3, []string{"0", "0", "1", "1", "?", ""}[i%6])
		}},
	} {
		p, err := Prepare(many(240, "x,c,y", c.f), Options{Target: []string{c.target}, Split: seeded()})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if notes := strings.Join(p.Notes, "\n"); !strings.Contains(notes, c.want) || strings.Contains(notes, c.never) {
			t.Errorf("%s: %s", c.name, notes)
		}
	}
}

// TestPreprocessingRoundTrip: through JSON, and with the columns in another order, a row is the same
// numbers; a category that is new is counted, a column that is gone named.
func TestPreprocessingRoundTrip(t *testing.T) {
	rows := many(300, "x,c,w,y", func(i int) string {
		return fmt.Sprintf("%d,k%d,2024-%02d-%02dT%02d:30:00,%v", i, i%5, 1+i%12, 1+i%28, i%24, float64(i)/7)
	})
	p, err := Prepare(rows, Options{Target: []string{"y"}, Split: seeded()})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(p.Preprocessing)
	l, err := LoadPreprocessing(b)
	if err != nil {
		t.Fatal(err)
	}
	one, err := p.Bind([]string{"x", "c", "w", "y"}, true)
	if err != nil {
		t.Fatal(err)
	}
	two, err := l.Bind([]string{"extra", "w", "y", "x", "c"}, true)
	if err != nil {
		t.Fatal(err)
	}
	x, y := p.Target.EmptySet("", p.Encoder.Width()), l.Target.EmptySet("", l.Encoder.Width())
	if err := one.Append(x, []string{"3", "k9", "2024-02-29T06:00:00", "2"}); err != nil {
		t.Fatal(err)
	}
	if err := two.Append(y, []string{"?", "2024-02-29T06:00:00", "2", "3", "k9"}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(x.V, y.V) || !slices.Equal(x.Y, y.Y) {
		t.Errorf("%v %v, %v %v", x.V, x.Y, y.V, y.Y)
	}
	n := make([]int, 4)
	if two.Unknown(n, []string{"?", "", "", "3", "k9"}); !slices.Equal(n, []int{0, 1, 0, 0}) {
		t.Errorf("unknown categories %v", n)
	}
	if _, err := l.Bind([]string{"x", "w"}, false); err == nil || !strings.Contains(err.Error(), `no column "c", which the model was trained on`) {
		t.Errorf("a column is gone: %v", err)
	}
	if _, err := l.Bind([]string{"x", "w", "c"}, false); err != nil {
		t.Errorf("without a target: %v", err)
	}
	for _, bad := range []string{`{"version":2}`, `{"version":1}`, `{`, strings.Replace(string(b), `"numeric"`, `"vector"`, 1), strings.Replace(string(b), `"task":"number"`, `"task":"other"`, 1)} {
		if _, err := LoadPreprocessing([]byte(bad)); err == nil {
			t.Errorf("%.60s was read", bad)
		}
	}
}

// TestTimeEncoding by hand: a Thursday's six in the morning, 59 days and a quarter into a leap year.
func TestTimeEncoding(t *testing.T) {
	c := Encoded{Kind: Time, Mean: 2024, Std: 2}
	got := make([]float32, c.Width())
	if err := c.cell(got, "2024-02-29T06:00:00Z"); err != nil {
		t.Fatal(err)
	}
	year, week := 2*math.Pi*59.25/366, 2*math.Pi*4.25/7
	for i, want := range []float64{59.25 / 366 / 2, math.Sin(year), math.Cos(year), math.Sin(week), math.Cos(week), 1, 0, 0} {
		if math.Abs(float64(got[i])-want) > 1e-6 {
			t.Errorf("number %d is %v, want %v", i, got[i], want)
		}
	}
	if c.cell(got, ""); got[7] != 1 || got[0] != 0 {
		t.Errorf("missing is %v", got)
	}
	if err := c.cell(got, "yesterday"); err == nil {
		t.Error("yesterday is a time")
	}
}

// TestHashed: more categories than OneHot light two units of HashWidth, and few share both.
func TestHashed(t *testing.T) {
	rows := many(3000, "c,y", func(i int) string { return fmt.Sprintf("k%d,%d", i%300, i%2) })
	p, err := Prepare(rows, Options{Target: []string{"y"}, Split: seeded()})
	if err != nil || p.Encoder.Width() != HashWidth {
		t.Fatal(p, err)
	}
	r, _ := p.Bind([]string{"c", "y"}, false)
	codes := map[string]int{}
	for i := range 300 {
		dst := make([]float32, HashWidth)
		r.Features(dst, []string{fmt.Sprint("k", i), ""})
		codes[fmt.Sprint(dst)]++
	}
	if len(codes) < 280 { // of 300 in C(128, 2) places, about 5 meet
		t.Errorf("%d codes for 300 categories", len(codes))
	}
}

// TestDistinct: the estimate is within 20 %, and exact for few.
func TestDistinct(t *testing.T) {
	for _, n := range []int{10, 255, 5000, 100_000} {
		var s sketch
		for i := range 2 * n {
			s.add(hash(fmt.Sprint("v", i%n)))
		}
		if got := s.count(); math.Abs(got-float64(n)) > 0.2*float64(n) || n < sketchSize && got != float64(n) {
			t.Errorf("%d distinct counted as %v", n, got)
		}
	}
}

// TestBalance: every class of the training rows counts alike, and all rows together as many as before.
func TestBalance(t *testing.T) {
	s := &data.Set{Labels: []int32{0, 0, 0, 1}, Classes: []string{"a", "b", "never"}}
	if err := Balance(s, s); err != nil || fmt.Sprint(s.Weights) != fmt.Sprint([]float32{4. / 9, 4. / 9, 4. / 9, 4. / 3}) {
		t.Errorf("%v %v", s.Weights, err)
	}
	if Balance(s, &data.Set{Y: []float32{1}, Outputs: 1, Task: data.Number}) == nil {
		t.Error("a number has class weights")
	}
}
