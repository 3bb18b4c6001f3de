package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"gater/internal/bench"
)

// thisMachine is the names of the machine, as far as the system tells.
func thisMachine(now time.Time) bench.Machine {
	m := bench.Machine{Date: now.Format(time.DateOnly), CPU: "unknown processor",
		System: fmt.Sprintf("%s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)}
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				m.CPU = strings.TrimSpace(value)
				break
			}
		}
	}
	if b, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load, _, _ = strings.Cut(string(b), " ")
	}
	return m
}

// trainOnce runs gater train with no arguments but for its folder, and tells how long it took.
func trainOnce(ctx context.Context) (r bench.TrainResult, err error) {
	exe, err := os.Executable()
	if err != nil {
		return r, err
	}
	dir, err := os.MkdirTemp("", "gater-bench-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(ctx, exe, "train", "--json", "--quiet", "--out", filepath.Join(dir, "run"))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return r, fmt.Errorf("gater train: %w: %s", err, finalLine(errs.String()))
	}
	r.Seconds = time.Since(began).Seconds()
	var o outcome
	if err := json.Unmarshal([]byte(finalLine(out.String())), &o); err != nil {
		return r, fmt.Errorf("gater train: its last line is not JSON: %w", err)
	}
	r.TestError = *o.TestError
	return r, nil
}

func finalLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndex(s, "\n")+1:]
}
