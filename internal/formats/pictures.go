package formats

import (
	"errors"
	"fmt"
	"image"

	"golang.org/x/image/draw"
)

const maxBytes = 1 << 30 // of all pixels

// Pictures are decoded pictures of one size, a byte a value.
type Pictures struct {
	Height, Width int
	Channels      int      // 1, gray; or 3, red, green and blue one after the other
	Classes       []string // the names of the classes
	Labels        []int32  // Len class numbers
	Names         []string // Len names, CLASS/FILE
	Pixels        []uint8  // Len×Height×Width×Channels, row-major
}

// Decode decodes all pictures of the folder, at width×height pixels; at their own size if both are 0,
// which must then be one. Colour says whether to keep it; without it the gray is that of JPEG's luma.
// A problem of the folder is an error here. done, if not nil, is told of each picture.
func (f *Folder) Decode(width, height int, colour bool, done func(n int)) (*Pictures, error) {
	if len(f.Problems) > 0 {
		return nil, fmt.Errorf("%s: %s", f.Dir, f.Problems[0])
	}
	if width == 0 && height == 0 {
		first := f.Files[0]
		width, height = first.Width, first.Height
		for _, p := range f.Files {
			if p.Width != width || p.Height != height {
				return nil, fmt.Errorf("%s: %s has %d×%d pixels and %s %d×%d: say what size to make them",
					f.Dir, first.Name, width, height, p.Name, p.Width, p.Height)
			}
		}
	}
	p := &Pictures{Width: width, Height: height, Channels: 1, Classes: f.Classes}
	if colour {
		p.Channels = 3
	}
	d := width * height * p.Channels
	if width < 1 || height < 1 || width > maxSide || height > maxSide || d > maxBytes/len(f.Files) {
		return nil, fmt.Errorf("%s: %d pictures of %d×%d×%d bytes are more than %d MiB: choose a smaller size",
			f.Dir, len(f.Files), width, height, p.Channels, maxBytes>>20)
	}
	p.Pixels = make([]uint8, 0, d*len(f.Files))
	dst := image.NewRGBA(image.Rect(0, 0, width, height))
	for i, file := range f.Files {
		m, err := f.decode(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %s %w", f.Dir, file.Name, err)
		}
		fit(dst, m)
		p.Pixels = appendPixels(p.Pixels, dst, colour)
		p.Labels, p.Names = append(p.Labels, file.Class), append(p.Names, file.Name)
		if done != nil {
			done(i + 1)
		}
	}
	return p, nil
}

func (f *Folder) decode(p Picture) (image.Image, error) {
	r, err := f.root.Open(p.Name)
	if err != nil {
		return nil, errors.New("cannot be read: " + oneLine(err))
	}
	defer r.Close()
	m, _, err := image.Decode(r)
	if err != nil {
		return nil, fmt.Errorf("is damaged (%s): copy it again", oneLine(err))
	}
	if m.Bounds().Dx() != p.Width || m.Bounds().Dy() != p.Height {
		return nil, errors.New("changed while it was read: start again")
	}
	return m, nil
}

// fit sets dst to m, resized by a bilinear kernel that covers all pixels when it shrinks, over black
// where m is transparent.
func fit(dst *image.RGBA, m image.Image) {
	if m.Bounds().Size() == dst.Bounds().Size() {
		draw.Draw(dst, dst.Bounds(), m, m.Bounds().Min, draw.Src)
		return
	}
	draw.BiLinear.Scale(dst, dst.Bounds(), m, m.Bounds(), draw.Src, nil)
}

// appendPixels appends the pixels of m, row by row.
//
//	gray = (19595·R + 38470·G + 7471·B)·257 / 2²⁴
func appendPixels(dst []uint8, m *image.RGBA, colour bool) []uint8 {
	for p := m.Pix; len(p) > 0; p = p[4:] {
		if colour {
			dst = append(dst, p[:3]...)
			continue
		}
		dst = append(dst, uint8((19595*uint32(p[0])+38470*uint32(p[1])+7471*uint32(p[2]))*257>>24))
	}
	return dst
}
