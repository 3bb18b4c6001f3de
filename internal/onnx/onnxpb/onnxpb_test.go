package onnxpb

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// TestGenerated: onnx.pb.go is what protoc makes of onnx.proto, but for protoc's own version.
func TestGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the generator")
	}
	if _, err := exec.LookPath("protoc"); err != nil {
		t.Skip("NOT CHECKED: no protoc here; Debian has it in protobuf-compiler")
	}
	dir := t.TempDir()
	if out, err := exec.Command("sh", "generate.sh", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	version := regexp.MustCompile(`(?m)^// \tprotoc .*$`)
	read := func(path string) []byte {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return version.ReplaceAll(b, nil)
	}
	if !bytes.Equal(read("onnx.pb.go"), read(filepath.Join(dir, "onnx.pb.go"))) {
		t.Error("onnx.pb.go is not what generate.sh makes: run go generate")
	}
}
