package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gater/internal/bench"
)

// tunedMalloc keeps large blocks in the process, so that they are not fetched anew at every step.
const tunedMalloc = "GLIBC_TUNABLES=glibc.malloc.mmap_threshold=1000000000:glibc.malloc.trim_threshold=4000000000"

// peerCommand is a program to start as a peer.
type peerCommand struct {
	what, script string
	argv, env    []string
	advice       string
}

// startPeers starts the peers there are, says what is missing, and returns what ends them.
func startPeers(ctx context.Context, f *benchFlags) (peers []*bench.Peer, absent []string, stop func()) {
	var ends []func()
	for _, c := range peerCommands(ctx, f) {
		p, end, err := startPeer(ctx, f, c)
		if err != nil {
			absent = append(absent, fmt.Sprintf("%s is missing: %v; %s", c.what, err, c.advice))
			continue
		}
		peers, ends = append(peers, p), append(ends, end)
	}
	return peers, absent, func() {
		for _, end := range ends {
			end()
		}
	}
}

// peerCommands is all peers. PyTorch is there twice, since which allocator is better for it
// depends on the work.
func peerCommands(ctx context.Context, f *benchFlags) []peerCommand {
	const advice = "scripts/peers.sh installs it on Debian"
	python := findPython(ctx, f.python)
	node := []string{}
	if dir, err := os.UserCacheDir(); err == nil {
		node = append(node, "NODE_PATH="+filepath.Join(dir, "gater", "peers", "node_modules"))
	}
	return []peerCommand{
		{"PyTorch", "torch_peer.py", []string{python}, nil, advice},
		{"PyTorch with a tuned allocator", "torch_peer.py", []string{python}, []string{tunedMalloc}, advice},
		{"OpenBLAS", "blas_peer.py", []string{python, "-u"}, []string{"GATER_BLAS=openblas"}, advice},
		{"oneDNN", "blas_peer.py", []string{python, "-u"}, []string{"GATER_BLAS=onednn"}, advice},
		{"ONNX Runtime", "ort_peer.js", []string{"node"}, node, advice},
	}
}

// findPython is the one that was asked for, else the first that has torch, else any.
func findPython(ctx context.Context, asked string) string {
	if asked != "" {
		return asked
	}
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(ctx, name, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)").Run() == nil {
			return name
		}
	}
	return "python3"
}

func startPeer(ctx context.Context, f *benchFlags, c peerCommand) (*bench.Peer, func(), error) {
	script := filepath.Join(f.scripts, c.script)
	if _, err := os.Stat(script); err != nil {
		return nil, nil, fmt.Errorf("there is no %s: --peer-scripts says where it is", script)
	}
	cmd := exec.CommandContext(ctx, c.argv[0], append(c.argv[1:len(c.argv):len(c.argv)], script)...)
	cmd.Env = append(peerEnv(f.Threads), c.env...)
	cmd.WaitDelay = time.Second
	var errs bytes.Buffer
	cmd.Stderr = &errs
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	end := func() {
		in.Close() // the end of its input ends it
		cmd.Wait()
	}
	p, err := bench.Meet(in, out)
	if err != nil {
		end()
		if line := finalLine(errs.String()); line != "" {
			err = errors.New(line)
		}
		return nil, nil, err
	}
	f.Log("peer: %s", p.Name)
	return p, end, nil
}

// peerEnv is this environment without what pins old kernels, and with the OpenBLAS that shares
// its threads with others.
func peerEnv(threads int) (env []string) {
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "GLIBC_TUNABLES":
		default:
			env = append(env, v)
		}
	}
	env = append(env, fmt.Sprintf("OMP_NUM_THREADS=%d", threads), "PYTHONDONTWRITEBYTECODE=1")
	if dirs, _ := filepath.Glob("/usr/lib/*/openblas-openmp"); len(dirs) > 0 {
		path := strings.Join(dirs, ":")
		if old := os.Getenv("LD_LIBRARY_PATH"); old != "" {
			path += ":" + old
		}
		env = append(env, "LD_LIBRARY_PATH="+path)
	}
	return env
}
