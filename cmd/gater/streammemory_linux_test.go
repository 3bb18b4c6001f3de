package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var streamRows = flag.Int("stream.rows", 600_000, "rows of the longer stream in TestStreamTrains")

// TestStreamTrains: many more rows take no more memory to train on as a stream; held in memory, they do.
func TestStreamTrains(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	peak := func(rows int, how string) int64 {
		name := filepath.Join(dir, fmt.Sprint(rows, ".csv"))
		if _, err := os.Stat(name); err != nil {
			if err := writeStream(name, rows); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		args := "train " + name + " --target y --epochs 1 --batch 512 --blocks 8 --width 8 --twin=false --threads 1 --quiet " + how + " --out "
		cmd := child(dir, append(strings.Fields(args), filepath.Join(dir, fmt.Sprint("run", time.Now().UnixNano())))...)
		cmd.Env = append(cmd.Env, "GOMAXPROCS=1", "GOGC=20") // little garbage beside what is held
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		kb := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
		t.Logf("%d rows%s: %d MB at most, %.1f s", rows, how, kb>>10, time.Since(began).Seconds())
		return kb
	}
	few := *streamRows / 10
	if *streamRows > 1_000_000 {
		few = 1_000_000 // what is held out grows no more
	}
	small, large := peak(few, " --stream --window 4096"), peak(*streamRows, " --stream --window 4096")
	if large > small+small/3+16<<10 {
		t.Errorf("%d kB for %d rows, %d for %d", small, few, large, *streamRows)
	}
	if *streamRows > 1_000_000 {
		return
	}
	if held := peak(*streamRows, ""); held < large+8<<10 {
		t.Errorf("control: held in memory, %d kB; as a stream %d", held, large)
	}
}

// writeStream writes rows of which y = 2a − b, and c says nothing.
func writeStream(name string, rows int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "a,b,c,y")
	var line []byte
	for i := range rows {
		a, b := i*7919%1009, i*104729%1013
		line = fmt.Appendf(line[:0], "%d,%d,k%d,%d\n", a, b, i%5, 2*a-b)
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return w.Flush()
}
