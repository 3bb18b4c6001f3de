//go:build !js

package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed page
var page embed.FS

// makeSite fills a folder with the page, its program, Go's own wasm_exec.js that starts it, and the
// files of a model.
func makeSite(dir, model string) error {
	if _, err := load(os.DirFS(model)); err != nil {
		return fmt.Errorf("%s: %w", model, err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "model"), 0o755); err != nil {
		return err
	}
	for _, name := range []string{"index.html", "digit.js"} {
		b, err := fs.ReadFile(page, "page/"+name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), b, 0o644)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range []string{"model.yaml", "weights.safetensors"} {
		if err := copyFile(filepath.Join(dir, "model", name), filepath.Join(model, name)); err != nil {
			return err
		}
	}
	root, err := command("go", "env", "GOROOT")
	if err != nil {
		return err
	}
	start := filepath.Join(strings.TrimSpace(root), "lib", "wasm", "wasm_exec.js")
	if err := copyFile(filepath.Join(dir, "wasm_exec.js"), start); err != nil {
		return err
	}
	_, err = command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, "digit.wasm"), "gater/examples/digit")
	return err
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}

// command runs a program for WebAssembly and returns what it prints.
func command(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	out, err := cmd.Output()
	if e, ok := err.(*exec.ExitError); ok {
		return "", fmt.Errorf("%s %s: %s", name, args[0], strings.TrimSpace(string(e.Stderr)))
	}
	return string(out), err
}
