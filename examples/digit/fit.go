package main

import "math"

const (
	side = 28 // of a picture of MNIST, in pixels
	box  = 20 // that a digit fills
)

// fit makes a square drawing, a byte of ink a pixel, a picture such as those of MNIST: what is drawn
// is scaled to fill 20×20 pixels with its longer side, grey being the share of a pixel that has ink,
// and moved by whole pixels until its centre of mass is nearest to the middle of pixel (14, 14) of 28×28.
// It reports whether there is any ink.
func fit(ink []uint8) (picture []uint8, ok bool) {
	n := int(math.Sqrt(float64(len(ink))))
	left, top, right, bottom := n, n, 0, 0
	for i, v := range ink[:n*n] {
		if v > 0 {
			x, y := i%n, i/n
			left, right = min(left, x), max(right, x+1)
			top, bottom = min(top, y), max(bottom, y+1)
		}
	}
	picture = make([]uint8, side*side)
	if left >= right {
		return picture, false
	}
	scale := float64(max(right-left, bottom-top)) / box // pixels of the drawing in one of the picture
	w, h := pixels(float64(right-left)/scale), pixels(float64(bottom-top)/scale)
	small := make([]float64, w*h)
	var mass, mx, my float64
	for y := range h {
		for x := range w {
			v := mean(ink, n, float64(left)+float64(x)*scale, float64(top)+float64(y)*scale, scale)
			small[y*w+x] = v
			mass, mx, my = mass+v, mx+v*float64(x), my+v*float64(y)
		}
	}
	dx, dy := offset(mx/mass, w), offset(my/mass, h)
	for i, v := range small {
		picture[(i/w+dy)*side+i%w+dx] = uint8(math.Round(v))
	}
	return picture, true
}

func pixels(x float64) int { return min(box, max(1, int(math.Ceil(x-1e-9)))) }

// offset is where n pixels begin whose centre of mass, 0 being the middle of the first, is to be at 14.
func offset(centre float64, n int) int {
	return min(side-n, max(0, int(math.Round(side/2-centre))))
}

// mean is the ink of the square from (x, y) on, a pixel counting by how much of it lies inside.
func mean(ink []uint8, n int, x, y, size float64) (sum float64) {
	for j := int(y); j < n && float64(j) < y+size; j++ {
		b := min(float64(j+1), y+size) - max(float64(j), y)
		for i := int(x); i < n && float64(i) < x+size; i++ {
			a := min(float64(i+1), x+size) - max(float64(i), x)
			sum += a * b * float64(ink[j*n+i])
		}
	}
	return sum / (size * size)
}
