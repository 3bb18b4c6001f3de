package table

import (
	"encoding/binary"
	"hash/fnv"
)

// Held says whether row i is held out of training, which a share of the rows is. It depends on
// seed and i alone, so that more rows at the end move none.
//
//	u = mix(FNV-1a(seed ‖ i)) / 2⁶⁴   held ⇔ u < share
func Held(seed uint64, i int, share float64) bool {
	h := fnv.New64a()
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], seed)
	binary.LittleEndian.PutUint64(b[8:], uint64(i))
	h.Write(b[:])
	x := h.Sum64() // FNV leaves the high bits poor: MurmurHash3's finaliser spreads them
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return float64(x>>11)*0x1p-53 < share
}
