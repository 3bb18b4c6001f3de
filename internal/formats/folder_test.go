package formats

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func gray(w, h int, v ...uint8) image.Image {
	m := image.NewGray(image.Rect(0, 0, w, h))
	copy(m.Pix, v)
	return m
}

func pngOf(t testing.TB, m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pictures makes a folder of files.
func pictures(t testing.TB, files map[string][]byte) string {
	dir := t.TempDir()
	for name, b := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFolder(t *testing.T) {
	red := image.NewRGBA(image.Rect(0, 0, 2, 1))
	red.Set(0, 0, color.RGBA{255, 0, 0, 255})
	red.Set(1, 0, color.RGBA{255, 255, 255, 255})
	dir := pictures(t, map[string][]byte{
		"dog/a.png": pngOf(t, red), "cat/b.png": pngOf(t, gray(2, 1, 7, 200)), ".DS_Store": nil, "cat/.hidden": nil})
	f, err := OpenFolder(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct {
		colour bool
		w, h   int
		want   []uint8
	}{
		{false, 0, 0, []uint8{7, 200, 76, 255}},
		{true, 0, 0, []uint8{7, 7, 7, 200, 200, 200, 255, 0, 0, 255, 255, 255}},
		{false, 1, 1, []uint8{103, 165}},
	} {
		p, err := f.Decode(t.Context(), c.w, c.h, c.colour, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(p.Pixels, c.want) || !slices.Equal(p.Labels, []int32{0, 1}) || !slices.Equal(p.Classes, []string{"cat", "dog"}) ||
			!slices.Equal(p.Names, []string{"cat/b.png", "dog/a.png"}) {
			t.Errorf("%+v: %v", c, p)
		}
	}
}

// TestFolderKinds: the three formats of one picture agree, JPEG within its loss.
func TestFolderKinds(t *testing.T) {
	m := gray(8, 8)
	for i := range m.(*image.Gray).Pix {
		m.(*image.Gray).Pix[i] = uint8(255 * (i / 32))
	}
	var g, j bytes.Buffer
	gif.Encode(&g, m, nil)
	jpeg.Encode(&j, m, &jpeg.Options{Quality: 100})
	f, err := OpenFolder(pictures(t, map[string][]byte{"a/1.png": pngOf(t, m), "b/2.gif": g.Bytes(), "c/3.jpg": j.Bytes()}), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := f.Decode(t.Context(), 0, 0, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 64 {
		for k := 1; k < 3; k++ {
			if d := int(p.Pixels[i]) - int(p.Pixels[64*k+i]); d < -8 || d > 8 {
				t.Fatalf("pixel %d of %s is %d, want %d", i, p.Names[k], p.Pixels[64*k+i], p.Pixels[i])
			}
		}
	}
}

// huge is the header of a PNG of 20,000×20,000 pixels.
func huge() []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x4e\x20\x00\x00\x4e\x20\x08\x00\x00\x00\x00")
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func TestFolderRefuses(t *testing.T) {
	ok := pngOf(t, gray(2, 2))
	for _, c := range []struct {
		name  string
		files map[string][]byte
		want  string
	}{
		{"empty", nil, "holds no pictures: want a folder"},
		{"no classes", map[string][]byte{"a.png": ok}, "a.png is in no class's folder"},
		{"text", map[string][]byte{"a/x.txt": []byte("x"), "b/y.png": ok}, "a/x.txt is no PNG, JPEG or GIF picture"},
		{"huge", map[string][]byte{"a/x.png": huge(), "a/y.png": ok}, "a/x.png declares 20000×20000 pixels"},
		{"cut", map[string][]byte{"a/x.png": ok[:len(ok)-20], "a/y.png": ok}, "a/x.png is damaged"},
		{"sizes", map[string][]byte{"a/x.png": ok, "a/y.png": pngOf(t, gray(3, 2))}, "a/x.png has 2×2 pixels and a/y.png 3×2: say what size"},
		{"deeper", map[string][]byte{"train/a/x.png": ok}, "train/a is a folder in a class's folder: name "},
		{"no picture", map[string][]byte{"a/x.png": ok, "b/.hidden": nil}, "b holds no picture"},
	} {
		dir := pictures(t, c.files)
		f, err := OpenFolder(dir, nil)
		if err == nil {
			_, err = f.Decode(t.Context(), 0, 0, false, nil)
			f.Close()
		}
		wantLine(t, err, dir+": ", c.want)
	}
	f, err := OpenFolder(pictures(t, map[string][]byte{"a/x.png": ok, "a/y.png": ok}), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = f.Decode(t.Context(), 1<<14, 1<<14, true, nil)
	wantLine(t, err, f.Dir+": ", "choose a smaller size")
}

// TestFolderLinks: a link inside the folder is followed, one out of it is refused.
func TestFolderLinks(t *testing.T) {
	out := pictures(t, map[string][]byte{"secret.png": pngOf(t, gray(1, 1))})
	for _, c := range []struct{ to, at, want string }{
		{filepath.Join(out, "secret.png"), "a/link.png", "a/link.png is a link to nothing, or out of the folder"},
		{"../../" + filepath.Base(out) + "/secret.png", "a/link.png", "a/link.png is a link"},
		{out, "b", "b is a link"},
		{"none", "a/link.png", "a/link.png is a link to nothing"},
		{"x.png", "a/link.png", ""},
	} {
		dir := pictures(t, map[string][]byte{"a/x.png": pngOf(t, gray(1, 1))})
		if err := os.Symlink(c.to, filepath.Join(dir, c.at)); err != nil {
			t.Skip("no links here: ", err)
		}
		f, err := OpenFolder(dir, nil)
		if c.want == "" {
			if err != nil || len(f.Files) != 2 {
				t.Errorf("a link inside: %v", err)
			}
			continue
		}
		wantLine(t, err, dir+": ", c.want)
	}
}

// FuzzFolder: any file in a class is a picture of as many pixels as it declares, or an error of one line.
func FuzzFolder(f *testing.F) {
	f.Add(pngOf(f, gray(2, 2)))
	f.Add(huge())
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := pictures(t, map[string][]byte{"a/x": b})
		d, err := OpenFolder(dir, nil)
		if err != nil {
			line(t, dir, err)
			return
		}
		defer d.Close()
		if p := d.Files[0]; p.Width*p.Height < 1<<16 {
			if q, err := d.Decode(t.Context(), 0, 0, false, nil); err == nil && len(q.Pixels) != p.Width*p.Height {
				t.Fatal(fmt.Sprint(p, len(q.Pixels)))
			}
		}
	})
}
