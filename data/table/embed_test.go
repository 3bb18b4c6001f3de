package table

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// TestEmbed: a column of many categories becomes the number of a row, the same before and after JSON,
// 0 where it is missing; a category that training did not see has a row like any other. A column of
// few categories keeps its units (the control), and Embedded says where the numbers are.
func TestEmbed(t *testing.T) {
	cols, _, err := Profile(func(yield func(Batch, error) bool) {
		b := Batch{Names: []string{"few", "many"}}
		for i := range 600 {
			b.Rows, b.Lines = append(b.Rows, []string{"ab"[i%2 : i%2+1], fmt.Sprint("c", i%300)}), append(b.Lines, i+2)
		}
		yield(b, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := Fit(cols)
	if err != nil {
		t.Fatal(err)
	}
	if at, _ := e.Embedded(); at != nil || e.Width() != 2+HashWidth {
		t.Errorf("hashed: %v, %d numbers", at, e.Width())
	}
	e.Embed()
	if at, rows := e.Embedded(); !slices.Equal(at, []int{2}) || !slices.Equal(rows, []int{EmbedRows}) || e.Width() != 3 {
		t.Errorf("numbers %v of %v rows, %d in all, want number 2 of 3", at, rows, e.Width())
	}
	b, _ := json.Marshal(e)
	l, err := Load(b)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[float32]bool{}
	for _, cell := range []string{"", "c1", "c2", "c299", "unseen"} {
		x, y := make([]float32, 3), make([]float32, 3)
		if err := e.Row(x, []string{"b", cell}); err != nil {
			t.Fatal(err)
		}
		if l.Row(y, []string{"b", cell}); !slices.Equal(x, y) || x[1] != 1 || x[2] < 0 || x[2] >= EmbedRows || (x[2] == 0) != (cell == "") {
			t.Errorf("%q: %v, after JSON %v", cell, x, y)
		}
		seen[x[2]] = true
	}
	if len(seen) != 5 {
		t.Errorf("five cells share rows: %v", seen)
	}
	l.Columns[1].Rows = 1
	if b, _ = json.Marshal(l); l.check() == nil {
		t.Errorf("%s is not refused", b)
	}
}
