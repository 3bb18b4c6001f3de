package network

import "strings"

// nearest is the name that a misspelt one was probably meant to be, or "".
func nearest(name string, names []string) (best string) {
	least := 1 + max(1, len(name)/3)
	for _, n := range names {
		if d := edits(plainly(name), plainly(n)); d < least {
			best, least = n, d
		}
	}
	return best
}

// plainly leaves out what people vary: capitals, hyphens and underscores.
func plainly(s string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(s))
}

// edits is how many letters have to be put in, taken out, changed or swapped with their neighbour to
// make b of a (optimal string alignment).
func edits(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			if i == 0 || j == 0 {
				rows[i][j] = i + j
				continue
			}
			differ := 1
			if a[i-1] == b[j-1] {
				differ = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+differ)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
