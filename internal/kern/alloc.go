package kern

import "unsafe"

const (
	lineBytes = 64      // a cache line
	hugeBytes = 2 << 20 // a huge page
)

// Alloc makes n zeros that begin a cache line. Large slices begin a huge page, and the system is
// asked to back them with such pages where it can: with small ones, walking through the weights of
// a large layer costs an address translation a row.
func Alloc(n int) []Float {
	const size = int(unsafe.Sizeof(Float(0)))
	align := lineBytes
	if n*size >= hugeBytes {
		align = hugeBytes
	}
	if n <= lineBytes/size {
		return make([]Float, n) // sizes up to a line are not worth a second one
	}
	all := make([]Float, n+align/size)
	skip := (align - int(uintptr(unsafe.Pointer(&all[0])))%align) % align / size
	s := all[skip : skip+n : skip+n]
	if align == hugeBytes {
		adviseHuge(s[: n*size/hugeBytes*hugeBytes/size : n])
	}
	return s
}
