package main

import (
	"bytes"
	"math"
	"testing"

	"gater/data"
)

// enlarged is a picture drawn in squares of k pixels on n×n, from (x, y) on.
func enlarged(picture []uint8, k, n, x, y int) []uint8 {
	ink := make([]uint8, n*n)
	for i, v := range picture {
		for j := range k * k {
			px, py := x+i%side*k+j%k, y+i/side*k+j/k
			if v > 0 {
				ink[py*n+px] = v
			}
		}
	}
	return ink
}

// apart is the mean difference of two pictures where either has ink.
func apart(a, b []uint8) float64 {
	sum, n := 0.0, 0
	for i := range a {
		if a[i] > 0 || b[i] > 0 {
			sum += math.Abs(float64(a[i]) - float64(b[i]))
			n++
		}
	}
	return sum / float64(n)
}

// TestFit: pictures of MNIST, which are centred and scaled by the same rule, drawn six times as large
// and off the middle, come out as they were but for centres between two pixels. The control is the drawing made smaller and nothing else.
func TestFit(t *testing.T) {
	d, err := data.MNIST(t.Context(), func(string) {})
	if err != nil {
		t.Skipf("NOT TESTED: no MNIST here: %v", err)
	}
	const pictures = 100
	near, control := 0, 0
	for i := range pictures {
		want := d.Test.Pixels(i)
		n := 6*side + 60
		ink := enlarged(want, 6, n, 50, 7)
		got, ok := fit(ink)
		if !ok || len(got) != side*side {
			t.Fatalf("picture %d: %v, %d pixels", i, ok, len(got))
		}
		if apart(got, want) < 1 {
			near++
		}
		shrunk := make([]uint8, side*side)
		for j := range shrunk {
			shrunk[j] = ink[j/side*n/side*n+j%side*n/side]
		}
		if apart(shrunk, want) < 1 {
			control++
		}
	}
	if near < pictures*95/100 || control > 0 {
		t.Errorf("%d of %d pictures come back; of those only made smaller, %d", near, pictures, control)
	}
}

// TestFitEdges: no ink, a dot, and a line along an edge.
func TestFitEdges(t *testing.T) {
	ink := make([]uint8, 100*100)
	if p, ok := fit(ink); ok || !bytes.Equal(p, make([]uint8, side*side)) {
		t.Error("no ink, and a picture")
	}
	ink[0] = 255
	if p, ok := fit(ink); !ok || p[14*side+14] != 255 {
		t.Error("a dot does not fill the middle")
	}
	for y := range 100 {
		ink[y*100] = 255
	}
	p, ok := fit(ink)
	sum := 0
	for y := range side {
		for x := range side {
			if v := p[y*side+x]; v > 0 && (x != 14 || y < 5 || y > 24) {
				t.Errorf("ink %d at %d, %d", v, x, y)
			}
			sum += int(p[y*side+x])
		}
	}
	if !ok || sum < 20*255/5-20 || sum > 20*255/5+20 {
		t.Errorf("a line a fifth of a pixel wide has %d of %d", sum, 20*255/5)
	}
}
