package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDiskFull: on a disk too small a run ends in one line with nothing half-written, and goes on
// once there is room.
func TestDiskFull(t *testing.T) {
	dir, args := training(t)
	args[3] = "3" // epochs
	must(t, dir, append(args, "whole")...)
	want, err := os.ReadFile(filepath.Join(dir, "whole", "model.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	disk := filepath.Join(dir, "disk")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4k"); err != nil {
		t.Skipf("a small disk cannot be mounted (%v): only root can run this test", err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	failed := 0
	for kb := 4; kb <= 1024; kb *= 2 {
		size := fmt.Sprintf("size=%dk", kb)
		if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, size); err != nil {
			t.Fatal(err)
		}
		run := filepath.Join(disk, "run")
		cmd := child(dir, next(dir, "disk/run", args)...)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		in, _ := os.ReadDir(run)
		for _, e := range in {
			if strings.HasPrefix(e.Name(), ".") {
				t.Errorf("%s: %s is left", size, e.Name())
			}
		}
		if err == nil {
			break
		}
		failed++
		line := stderr.String()
		if cmd.ProcessState.ExitCode() != 1 || stdout.Len() > 0 || strings.Count(line, "\n") != 1 ||
			!strings.HasPrefix(line, "gater: cannot write disk/run") ||
			!strings.HasSuffix(line, ": the disk is full (no space left on device): free some space, or choose another place with --out\n") {
			t.Errorf("%s: exit code %d, %q, %q", size, cmd.ProcessState.ExitCode(), stdout.String(), line)
		}
	}
	got, err := os.ReadFile(filepath.Join(disk, "run", "model.safetensors"))
	if err != nil || !bytes.Equal(got, want) || failed < 3 {
		t.Errorf("after %d full disks the model is not that of a run that had room (%v)", failed, err)
	}
}
