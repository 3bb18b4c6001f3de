package model

import (
	"bytes"
	"errors"
)

// sealMark begins the last line of a model.yaml, which has the SHA-256 of the lines before it. It is
// a comment, so that programs from before there was one read the file.
const sealMark = "# sha256 of the lines above: "

// seal adds the last line.
func seal(spec []byte) []byte {
	return append(spec, sealMark+checksum(spec).SHA256+"\n"...)
}

// sealed says whether a model.yaml is no longer as it was written; one without the line may be.
func sealed(spec []byte) error {
	at := bytes.LastIndex(spec, []byte("\n"+sealMark)) + 1
	if at == 0 || bytes.Equal(spec, seal(bytes.Clone(spec[:at]))) {
		return nil
	}
	return errors.New("was changed or damaged (the SHA-256 in its last line differs): copy or export the model again, or drop that line if the change is yours")
}
