package kern

// Panels of a right side, packed, and the products that take them one by one or in groups.

// byPanels takes panel after panel of b from column j on, which is packed, through all strips of a. The first
// strip fetches what is packed next, the others what the tiles below need of c: steady tiles the next one's rows.
func (p *packed) byPanels(t *tier, w *bench, c []Float, list []int32, l, k, j int) {
	width := t.width()
	for ; j < p.n; j += width {
		n := min(width, p.n-j)
		v := (n - 1) / t.lanes
		w.pack(t, p.b, l, j, k, n)
		f := fetch{gap: inLine, tiles: 1}
		f.next, f.step = p.b.after(l, j, k, n, p.n)
		for q, s := range w.strips {
			t.tile(&c[j], p.ldc, &list[s.first], &s, &w.panel[0], (v+1)*t.lanes, nil, f, k, n)
			if len(t.steady) > 0 {
				f.next, f.step, f.turn = p.below(w, c[j:], list, q+1), 0, p.ldc
				continue
			}
			f.next, f.step = &c[j], 0
			if q+2 < len(w.strips) {
				f.next, f.step = &c[int(list[w.strips[q+2].first])*p.ldc+j], p.ldc
			}
		}
	}
}

// below is where the tile of strip q begins in c, or the first one's if there is none.
func (p *packed) below(w *bench, c []Float, list []int32, q int) *Float {
	if q == len(w.strips) {
		q = 0
	}
	return &c[int(list[w.strips[q].first])*p.ldc]
}

// byGroups is byPanels of several panels at a time, and returns how many columns that was: as many whole
// groups as there are, if at least two. While the tiles of a group are made, after each a few terms of the
// next group are packed and what is to be packed after the tile that follows is fetched. Whole lines of
// a row are read, one after the other; and no more is fetched than the second cache holds, where rows
// a power of two apart have room for some hundred lines.
func (p *packed) byGroups(t *tier, w *bench, c []Float, list []int32, l, k int) int {
	width := t.width()
	wide := dealt * width
	if t.deal == nil || p.b.turned || p.n < 2*wide {
		return 0
	}
	now, next := w.panel[:chunkGemm*wide], w.panel[chunkGemm*wide:]
	b := p.b.data[l*p.b.ld:]
	t.deal(&now[0], k*width, &b[0], p.b.ld, 0, k)
	tiles := dealt * len(w.strips)
	few := max(leastDealt, (k+tiles-1)/tiles)
	j := 0
	for ; j+wide <= p.n; j += wide {
		done := k
		if j+2*wide <= p.n {
			done = 0
		}
		for i := 0; i < wide; i += width {
			f := fetch{tiles: 1, turn: p.ldc}
			for q, s := range w.strips {
				f.next = p.below(w, c[j+i:], list, q+1)
				t.tile(&c[j+i], p.ldc, &list[s.first], &s, &now[i*k], width, nil, f, k, width)
				if n := min(few, k-done); n > 0 {
					t.deal(&next[done*width], k*width, &b[done*p.b.ld+j+wide], p.b.ld, n*p.b.ld, n)
					done += n
				}
			}
		}
		now, next = next, now
	}
	return j
}

// packs reports whether panels of b are packed: if they are turned, or read by many strips. Of few
// terms the tiles of a strip are made by one call instead, if there are calls that do.
func (w *bench) packs(t *tier, b right, k int) bool {
	return b.turned || b.rows == nil && len(w.strips) > 3 && (len(t.steady) == 0 || k > fewPacked)
}

// pack packs a panel of b.
func (w *bench) pack(t *tier, b right, l, j, k, n int) {
	if b.turned {
		w.turn(t, b.data[j*b.ld+l:], b.ld, k, n)
		return
	}
	t.pack[(n-1)/t.lanes](&w.panel[0], &b.data[l*b.ld+j], b.ld, k, n)
}

// turn packs a panel of which the rows of b are the columns.
func (w *bench) turn(t *tier, b []Float, ldb, k, n int) {
	stride := (n + t.lanes - 1) / t.lanes * t.lanes
	whole, cols := k/t.lanes*t.lanes, n/t.lanes*t.lanes
	for j := 0; j < cols && whole > 0; j += t.lanes {
		t.turn(&w.panel[j], stride, &b[j*ldb], ldb, whole)
	}
	for j := range n {
		from := whole
		if j >= cols {
			from = 0
		}
		for l := from; l < k; l++ {
			w.panel[l*stride+j] = b[j*ldb+l]
		}
	}
}
