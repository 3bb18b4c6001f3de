package network

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// Text is the text of a file that people wrote, without the mark that some editors put before it.
// What is not UTF-8 is refused.
func Text(b []byte) ([]byte, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return nil, errors.New("UTF-16 or binary, not UTF-8 text: save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
	}
	return b, nil
}

// Shallow refuses YAML that is larger than it looks: with parts that refer to others, which unfold to
// any size, or nested so deep that parsing it takes all memory. It is for texts of which a line may be
// long; Read has stricter rules for those of networks.
func Shallow(text []byte) error {
	open, here, line := 0, 0, 0
	for _, t := range lexer.Tokenize(string(text)) {
		if t.Position.Line != line {
			here, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.AnchorType, token.AliasType:
			return at(line, "refers to other parts of the file: write it out")
		case token.SequenceStartType, token.MappingStartType:
			open++
		case token.SequenceEndType, token.MappingEndType:
			open--
		case token.SequenceEntryType, token.MappingKeyType:
			here++
		}
		if open > maxDepth || here > maxDepth {
			return at(line, "nests more than %d deep: write it flatter", maxDepth)
		}
	}
	return nil
}
