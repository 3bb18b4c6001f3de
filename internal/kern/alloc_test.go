package kern

import (
	"testing"
	"unsafe"
)

// TestAlloc: slices have the length that was asked for, are zero and begin a line or a huge page.
func TestAlloc(t *testing.T) {
	for _, n := range []int{0, 1, 16, 17, 100, 1 << 19, 1<<19 + 1, 3 << 19} {
		s := Alloc(n)
		if len(s) != n || cap(s) != n {
			t.Fatalf("%d numbers: length %d, capacity %d", n, len(s), cap(s))
		}
		for i, v := range s {
			if v != 0 {
				t.Fatalf("%d numbers: number %d is %v", n, i, v)
			}
		}
		if n > 16 && uintptr(unsafe.Pointer(&s[0]))%lineBytes != 0 {
			t.Errorf("%d numbers do not begin a line", n)
		}
		if n >= 1<<19 && uintptr(unsafe.Pointer(&s[0]))%hugeBytes != 0 {
			t.Errorf("%d numbers do not begin a huge page", n)
		}
	}
}
