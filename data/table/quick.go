package table

// quick reads the decimals that most cells are: a sign, up to 15 digits, a point among them. Digits m
// and a power 10ᵏ of at most 22 are exact in a float64, so that
//
//	x = m / 10ᵏ
//
// is rounded once, and is what strconv.ParseFloat makes. It says no to all else.
func quick(s string) (x float64, ok bool) {
	i, m := 0, uint64(0)
	if len(s) > 0 && s[0] == '-' {
		i = 1
	}
	from := i
	if len(s)-from > 16 || len(s) == from {
		return 0, false
	}
	for i < len(s) && s[i]-'0' <= 9 {
		m = 10*m + uint64(s[i]-'0')
		i++
	}
	switch {
	case i == len(s):
		if x = float64(m); len(s)-from > 15 {
			return 0, false
		}
	case s[i] != '.' || len(s)-from == 1:
		return 0, false
	default:
		point := i
		for i++; i < len(s); i++ {
			d := s[i] - '0'
			if d > 9 {
				return 0, false
			}
			m = 10*m + uint64(d)
		}
		x = float64(m) / tens[len(s)-1-point]
	}
	if from == 1 {
		x = -x
	}
	return x, true
}

var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}
