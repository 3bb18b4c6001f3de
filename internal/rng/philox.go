package rng

// The multipliers and key increments of Philox4x32.
const (
	m0, m1 = 0xD2511F53, 0xCD9E8D57
	w0, w1 = 0x9E3779B9, 0xBB67AE85
)

// philox encrypts the counter c under the key (k0, k1) in ten rounds.
//
//	(h₀,l₀) = m₀·c₀   (h₁,l₁) = m₁·c₂
//	c ← (h₁⊕c₁⊕k₀, l₁, h₀⊕c₃⊕k₁, l₀)   k ← k + w
//
// It is the plain twin of pair.
func philox(c [4]uint32, k0, k1 uint32) [4]uint32 {
	for range 10 {
		c[0], c[1], c[2], c[3] = round(c[0], c[1], c[2], c[3], k0, k1)
		k0 += w0
		k1 += w1
	}
	return c
}

func round(c0, c1, c2, c3, k0, k1 uint32) (uint32, uint32, uint32, uint32) {
	p, q := uint64(c0)*m0, uint64(c2)*m1
	return uint32(q>>32) ^ c1 ^ k0, uint32(q), uint32(p>>32) ^ c3 ^ k1, uint32(p)
}

// pair sets w to the blocks n and n+1 of the stream. The two run side by side,
// so that one's multiplications hide the other's latency.
func (b *block) pair(w *[8]uint32, n uint32) {
	a0, a1, a2, a3 := n, b.c1, b.c2, b.c3
	b0, b1, b2, b3 := n+1, b.c1, b.c2, b.c3
	k0, k1 := b.k0, b.k1
	for range 10 {
		a0, a1, a2, a3 = round(a0, a1, a2, a3, k0, k1)
		b0, b1, b2, b3 = round(b0, b1, b2, b3, k0, k1)
		k0 += w0
		k1 += w1
	}
	*w = [8]uint32{a0, a1, a2, a3, b0, b1, b2, b3}
}
