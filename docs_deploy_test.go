package gater_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestDeployPage: the program in docs/deploy.md is testdata/service.go, and its other Go is Go that
// the compiler takes.
func TestDeployPage(t *testing.T) {
	page, err := os.ReadFile("docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	program, err := os.ReadFile("testdata/service.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) != 3 || blocks[0][1] != string(program) {
		t.Fatalf("docs/deploy.md has %d blocks of Go, and the first is not testdata/service.go: put it there", len(blocks))
	}
	before := "package p\nimport (\"context\"; \"fmt\"; \"gater\"; \"time\")\nvar _ = fmt.Sprint(time.Now())\n"
	for i, args := range []string{"features []float32, predictions []gater.Prediction, rows gater.Rows", "ctx context.Context, rows gater.Rows"} {
		uses := []string{"_, _ = p, err", "_, _ = out, err"}[i]
		code := before + "var _ context.Context\nfunc f(m *gater.Model, " + args + ") {\n" + blocks[i+1][1] + uses + "\n}\n"
		if _, err := parser.ParseFile(token.NewFileSet(), "", code, 0); err != nil {
			t.Errorf("%v in\n%s", err, code)
		}
		dir := t.TempDir()
		file, overlay := filepath.Join(dir, "p.go"), filepath.Join(dir, "overlay.json")
		at, err := filepath.Abs("testdata/page/p.go")
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile(file, []byte(code), 0o644)
		os.WriteFile(overlay, []byte(`{"Replace": {"`+at+`": "`+file+`"}}`), 0o644)
		if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", os.DevNull, "./testdata/page").CombinedOutput(); err != nil {
			t.Errorf("%s in\n%s", out, code)
		}
	}
}

// TestService: the program of docs/deploy.md builds, and answers.
func TestService(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	exe := filepath.Join(t.TempDir(), "service")
	build := exec.Command("go", "build", "-o", exe, "./testdata")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s", out)
	}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Skip("no network here")
	}
	at := l.Addr().String()
	l.Close()
	cmd := exec.Command(exe, "-at", at)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	var last error
	for range 100 {
		r, err := http.Post("http://"+at+"/predict", "application/json", strings.NewReader(`{"columns": ["x", "y", "light"], "rows": [["0.1", "0.2", "red"]]}`))
		if last = err; err != nil {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		text, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if r.StatusCode != 200 || !bytes.Contains(text, []byte(`"name":"inner"`)) {
			t.Errorf("%d %s", r.StatusCode, text)
		}
		return
	}
	t.Error(last)
}
