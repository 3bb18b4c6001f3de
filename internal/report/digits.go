package report

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/png"
)

// A digitsView is a row of examples.
type digitsView struct {
	Title  string
	Digits []digit
}

// A digit is one example as a picture.
type digit struct {
	Picture          template.URL // empty if there is none
	Alt, Tip         string
	Label, Predicted string
	Wrong            bool
	Open             string
}

const manyDigits = 12

// digitViews returns the examples that opened the most and the fewest blocks.
func digitViews(r *Run) (views []digitsView) {
	if r.End == nil {
		return nil
	}
	for _, v := range []struct {
		title string
		of    []Example
	}{
		{"Most blocks open", r.End.Most},
		{"Fewest blocks open", r.End.Fewest},
	} {
		view := digitsView{Title: v.title}
		for _, x := range v.of[:min(len(v.of), manyDigits)] {
			view.Digits = append(view.Digits, r.digit(x))
		}
		if len(view.Digits) > 0 {
			views = append(views, view)
		}
	}
	return views
}

func (r *Run) digit(x Example) digit {
	d := digit{
		Picture:   picture(x.Pixels, r.Start.Height, r.Start.Width),
		Label:     r.class(x.Label),
		Predicted: r.class(x.Predicted),
		Wrong:     x.Label != x.Predicted,
		Open:      percent(x.Open),
	}
	d.Alt = "test example of class " + d.Label
	d.Tip = fmt.Sprintf("test example %d\nlabel %s, predicted %s\n%s of the blocks open", x.Index, d.Label, d.Predicted, d.Open)
	return d
}

// picture returns h rows of w pixels as a data URL, dark ink on a light
// ground; empty if the pixels are not h·w.
func picture(pixels []byte, h, w int) template.URL {
	if h <= 0 || w <= 0 || len(pixels)/h != w || len(pixels)%h != 0 {
		return ""
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i, p := range pixels {
		img.Pix[i] = 255 - p
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return ""
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()))
}
