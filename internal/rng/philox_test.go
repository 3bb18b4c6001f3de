package rng

import "testing"

// TestKnownAnswers are the vectors published with the algorithm (Random123).
func TestKnownAnswers(t *testing.T) {
	const f = 0xffffffff
	for _, v := range []struct {
		ctr    [4]uint32
		k0, k1 uint32
		want   [4]uint32
	}{
		{[4]uint32{}, 0, 0, [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{f, f, f, f}, f, f, [4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0,
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		if got := philox(v.ctr, v.k0, v.k1); got != v.want {
			t.Errorf("philox(%08x) = %08x, want %08x", v.ctr, got, v.want)
		}
	}
}

func TestPairIsPhilox(t *testing.T) {
	k := Key{Seed: 0x0123456789abcdef, Step: 0xdeadbeef, Row: 0xfeedface, Site: 0xabcd, Draw: 0x1234}
	b := k.block()
	var w [8]uint32
	for _, n := range []uint32{0, 2, 1000, 0xfffffffe} {
		b.pair(&w, n)
		for i := range uint32(2) {
			want := philox([4]uint32{n + i, 0xfeedface, 0xdeadbeef, 0xabcd1234}, 0x89abcdef, 0x01234567)
			if got := [4]uint32(w[4*i:]); got != want {
				t.Errorf("block %d: %08x, want %08x", n+i, got, want)
			}
		}
	}
}
