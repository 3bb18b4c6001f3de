package data

import (
	"crypto/sha256"
	"encoding/hex"
)

// Sum is a checksum of the pictures and labels of all three parts: two data sets with the same
// sum are the same.
func (p *Splits) Sum() string {
	h := sha256.New()
	for _, s := range []*Set{p.Train, p.Valid, p.Test} {
		h.Write([]byte{byte(s.Height), byte(s.Height >> 8), byte(s.Width), byte(s.Width >> 8)})
		h.Write(s.X)
		h.Write(s.Labels)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
