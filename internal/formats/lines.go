package formats

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// lineCounter knows the line of an offset that is not before the last one asked for.
type lineCounter struct {
	r    io.Reader
	n    int64   // bytes read
	ends []int64 // offsets of ends of lines not yet passed
	line int     // counted from 1
	tail []byte  // the beginning of a rune that p cut
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.n+int64(i))
		}
	}
	if bad := l.check(p[:n]); bad >= 0 {
		return 0, fmt.Errorf("line %d is not UTF-8: save the file as UTF-8", l.at(l.n+int64(bad)))
	}
	l.n += int64(n)
	return n, err
}

// check is where p, which goes on after tail, stops being UTF-8; −1 if it does not.
func (l *lineCounter) check(p []byte) int {
	b := p
	if len(l.tail) > 0 {
		b = append(l.tail, p...)
	}
	cut := len(b)
	for i := len(b) - 1; i >= 0 && i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				cut = i
			}
			break
		}
	}
	if !utf8.Valid(b[:cut]) {
		i := 0
		for i < cut {
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		return max(0, i-(len(b)-len(p)))
	}
	l.tail = append([]byte(nil), b[cut:]...)
	return -1
}

func (l *lineCounter) at(offset int64) int {
	i := 0
	for i < len(l.ends) && l.ends[i] < offset {
		i++
	}
	l.ends = l.ends[i:]
	l.line += i
	return l.line
}
