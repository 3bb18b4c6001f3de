package kern

import (
	"syscall"
	"unsafe"
)

const madvHugepage = 14

// adviseHuge asks for huge pages. A system that has none to give says no, and nothing is lost.
func adviseHuge(s []Float) {
	b := unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0])))
	_ = syscall.Madvise(b, madvHugepage)
}
