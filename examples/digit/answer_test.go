package main

import (
	"os"
	"testing"
)

// TestAnswer: a stroke down the middle is read at both ends of the dial, for more multiply-adds at
// its top; an empty paper and a place that the dial has not are no drawings.
func TestAnswer(t *testing.T) {
	r, err := load(os.DirFS("testdata/model"))
	if err != nil {
		t.Fatal(err)
	}
	a := r.about()
	if len(a.Classes) != 10 || len(a.Layers) == 0 || len(a.Dial) != len(r.settings) || a.Macs <= 0 {
		t.Fatalf("the model is %+v", a)
	}
	const paper = 280
	ink := make([]uint8, paper*paper)
	if got, err := r.read(ink, 0); got != nil || err != nil {
		t.Errorf("empty paper: %+v, %v", got, err)
	}
	for y := paper / 4; y < paper*3/4; y++ {
		for x := paper/2 - paper/28; x < paper/2+paper/28; x++ {
			ink[y*paper+x] = 255
		}
	}
	var macs []int64
	for _, at := range []int{0, len(r.settings) - 1} {
		got, err := r.read(ink, at)
		if err != nil || got == nil {
			t.Fatalf("position %d: %+v, %v", at, got, err)
		}
		if got.Class != "1" || len(got.Probs) != 10 || len(got.Picture) != side*side || len(got.Open) != len(a.Layers) {
			t.Errorf("position %d: %+v", at, got)
		}
		macs = append(macs, got.Macs)
	}
	if macs[0] >= macs[1] || macs[1] != a.Macs {
		t.Errorf("multiply-adds %v of %d", macs, a.Macs)
	}
	if got, err := r.read(ink, len(r.settings)); got != nil || err != nil {
		t.Errorf("beyond the dial: %+v, %v", got, err)
	}
}
