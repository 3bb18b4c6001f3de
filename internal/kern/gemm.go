package kern

import "unsafe"

// Sizes of the pieces that a packed product is cut into for the caches. None changes a result.
const (
	chunkGemm  = 400     // terms: a panel of b and a strip of a stay in L1
	blockGemm  = 480     // rows of c: their chunk of a stays in L2
	shortest   = 4       // rows of a steady tile
	fewPacked  = 64      // terms up to which panels may stay where they are
	dealt      = 4       // panels that are packed at once,
	leastDealt = 8       // and of so many terms or more, so that it pays to begin
	together   = 1 << 14 // terms of the tiles that one call makes, some 0.1 ms: assembly cannot be pre-empted
	inLine     = lineBytes / int(unsafe.Sizeof(Float(0)))
)

// A left is the left side of a product, element (i, l) at data[i·sm + l·sk]: rows of terms, sk being
// 1, or turned, terms of rows, sm being 1. Its rows, or terms if turned, are those of the list, or
// all.
type left struct {
	data   []Float
	sm, sk int
	rows   []int32
	turned bool
}

// A right is the right side, element (l, j) at data[l·ld + j], or at data[j·ld + l] if turned.
// Term l is row rows[l], or l.
type right struct {
	data   []Float
	ld     int
	turned bool
	rows   []int32
}

// A strip is the rows of c that one tile makes, from row first of the block on, and their terms.
type strip struct {
	left
	first, m int
}

// A packed is C[row i, :n] += Σ_l a(i, l)·b(l, :n), over ascending l, one term after the other.
// The rows of c are those of the list, or 0..m-1.
type packed struct {
	c       []Float
	ldc     int
	a       left
	b       right
	rows    []int32
	m, n, k int
	then    []Float // the right side of the next product, which is fetched; nil: none
}

// run cuts the product into blocks of rows and chunks of terms. It takes a bench if w is nil.
func (p *packed) run(t *tier, w *bench) {
	if w == nil {
		w = takeBench()
		defer w.giveBack()
	}
	width := t.width()
	for i := 0; i < p.m; i += blockGemm {
		m := min(blockGemm, p.m-i)
		list, r := count[:m], i
		if p.rows != nil {
			list, r = p.rows[i:i+m], 0
		}
		for l := 0; l < p.k; l += chunkGemm {
			k := min(chunkGemm, p.k-l)
			w.cut(t, p.a, i, l, m, k, p.n > 2*width)
			if w.packs(t, p.b, k) {
				p.byPanels(t, w, p.c[r*p.ldc:], list, l, k, p.byGroups(t, w, p.c[r*p.ldc:], list, l, k))
			} else {
				p.byStrips(t, w, p.c[r*p.ldc:], list, l, k)
			}
		}
	}
}

// A fetch is what tiles fetch into the second cache while they multiply: with every term a line, step
// numbers after the last, and with tiles two lines wide another one gap after it. It begins at next, and
// turn further for the tile to the right; the rule holds for so many tiles. Steady tiles also begin with
// as many lines as they have rows, turn after each other, into the first cache.
type fetch struct {
	next                   *Float
	step, gap, turn, tiles int
}

// tile adds k terms to n columns of c, or the first of them, and returns how many: of the listed rows
// of b, or those from b on.
func (t *tier) tile(c *Float, ldc int, rows *int32, s *strip, b *Float, sb int, terms *int32, f fetch, k, n int) int {
	width := t.width()
	if i := s.m - shortest; terms == nil && i >= 0 && i < len(t.steady) && n >= width {
		tiles := min(n/width, f.tiles, max(1, together/k))
		switch {
		case s.sk == 1:
			t.steady[i](c, ldc, rows, &s.data[0], s.sm, b, sb, f.next, f.step, f.turn, k, tiles)
			return tiles * width
		case s.sm == 1 && s.sk == t.lanes:
			t.turned[i](c, ldc, rows, &s.data[0], b, sb, f.next, f.step, f.turn, k, tiles)
			return tiles * width
		}
	}
	if terms == nil {
		terms = &count[0]
	}
	n = min(n, width)
	t.gemm[(n-1)/t.lanes][s.m-1](c, ldc, rows, &s.data[0], s.sm, s.sk, b, sb, terms, f.next, f.step, f.gap, k, n)
	return n
}

// width is the columns of a tile.
func (t *tier) width() int { return len(t.gemm) * t.lanes }

// byStrips takes strip after strip of a through all panels of b, which are read where they are.
// That tiles in a row do not have the same columns matters: if the distance of rows is a multiple
// of a page, a processor takes what the next tile reads for what the last has just written. The first
// strip fetches the right side that is to follow; but tiles of one line do so only if it lies in a row,
// since pieces of rows came 5 to 12 % later that way (Zen 3).
func (p *packed) byStrips(t *tier, w *bench, c []Float, list []int32, l, k int) {
	width := t.width()
	b, terms := p.b.data, (*int32)(nil)
	if p.b.rows != nil {
		terms = &p.b.rows[l]
	} else {
		b = b[l*p.b.ld:]
	}
	for _, s := range w.strips {
		for j := 0; j < p.n; {
			f := fetch{gap: inLine, turn: width, tiles: max(1, (p.n-j-1)/width)}
			switch {
			case p.then != nil && s.first == 0 && (p.n == p.b.ld || width > inLine):
				f = p.fetch(width, l, j, k)
			case p.b.rows != nil && j+width < p.n:
				f.next, f.step = &c[int(list[s.first])*p.ldc+j+width], p.ldc
			default:
				f.next, f.step = p.b.after(l, j, k, min(width, p.n-j), p.n)
			}
			j += t.tile(&c[j], p.ldc, &list[s.first], &s, &b[j], p.b.ld, terms, f, k, p.n-j)
		}
	}
}

// fetch is what the tiles from column j on fetch of the next right side, in lines of memory in a row
// where tiles can share them out so, else the columns of the tile.
func (p *packed) fetch(width, l, j, k int) fetch {
	lines := max(1, width/inLine) // a term
	ld, n, each, i := p.b.ld, p.n, lines*inLine*k, j/width
	b := p.then[l*ld:]
	switch {
	case n == ld && (i+1)*each <= len(b):
		return fetch{&b[i*each], lines * inLine, inLine, each, len(b)/each - i}
	case n%each == 0:
		return fetch{&b[i*each/n*ld+i*each%n], lines * inLine, inLine, each, n/each - i%(n/each)}
	case lines == 2 && n == inLine*k:
		return fetch{&b[j/inLine*ld], inLine, ld, 2 * ld, n / width}
	}
	return fetch{&b[j], ld, inLine, width, n / width}
}

// after is where the panel after panel j begins, and the distance of its rows: the next columns
// of the same rows, else the first columns of the next rows. Turned rows need no help, and there
// may be no next ones: then it is the panel itself.
func (b *right) after(l, j, k, n, cols int) (*Float, int) {
	at := l*b.ld + j + n
	if j+n >= cols {
		at = (l + k) * b.ld
	}
	if b.turned || b.rows != nil || at >= len(b.data) {
		return &b.data[0], 0
	}
	return &b.data[at], b.ld
}

// cut makes the strips of a block of rows of a chunk of a. Rows of a list, and rows whose
// distance puts them on one set of the cache, are copied; terms of rows are packed if they are
// read often enough.
func (w *bench) cut(t *tier, a left, i, l, m, k int, often bool) {
	most := len(t.gemm[0])
	n := (m + most - 1) / most
	w.strips = w.strips[:0]
	at := func(s int) int { return s * m / n }
	if a.turned {
		for s := range n {
			first, h := at(s), at(s+1)-at(s)
			if a.rows != nil {
				data := w.chunk[s*t.lanes*k:]
				for q, r := range a.rows[l : l+k] {
					copy(data[q*t.lanes:][:h], a.data[int(r)*a.sk+i+first:])
				}
				w.strips = append(w.strips, strip{left{data: data, sm: 1, sk: t.lanes}, first, h})
				continue
			}
			if !often {
				w.strips = append(w.strips, strip{left{data: a.data[l*a.sk+i+first:], sm: 1, sk: a.sk}, first, h})
				continue
			}
			to := w.chunk[s*t.lanes*k:]
			t.pack[0](&to[0], &a.data[l*a.sk+i+first], a.sk, k, h)
			w.strips = append(w.strips, strip{left{data: to, sm: 1, sk: t.lanes}, first, h})
		}
		return
	}
	data, sm := a.data[l:], a.sm
	switch {
	case a.rows != nil:
		data, sm = w.gather(data, sm, a.rows[i:i+m], k), oddLines(k)
	case m > 4 && crowded(sm):
		data, sm = w.gather(data[i*sm:], sm, count[:m], k), oddLines(k)
	default:
		data = data[i*sm:]
	}
	for s := range n {
		first := at(s)
		w.strips = append(w.strips, strip{left{data: data[first*sm:], sm: sm, sk: 1}, first, at(s+1) - first})
	}
}
