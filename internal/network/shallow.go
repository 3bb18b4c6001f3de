package network

import (
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

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
