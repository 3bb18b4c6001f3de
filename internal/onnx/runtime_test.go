package onnx

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gater/mat"
	"gater/nn"
)

// TestChecker: ONNX's own checker finds nothing wrong with any net.
func TestChecker(t *testing.T) {
	names, all := nets(t)
	args := []string{"../../scripts/onnx_check.py"}
	dir := t.TempDir()
	for i, n := range all {
		for _, head := range []Head{Softmax, Sigmoid, Linear} {
			if i > 0 && head != Softmax {
				continue
			}
			path := filepath.Join(dir, names[i]+string(head)+".onnx")
			if err := os.WriteFile(path, written(t, n, head), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, path)
		}
	}
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if out, have := other(t, python, args); have {
			t.Logf("%s", out)
			return
		}
	}
	t.Skip("NOT CHECKED: no Python with ONNX here; Debian has it in python3-onnx")
}

// other runs a script in another language, if that is here with what the script needs.
func other(t *testing.T, program string, args []string) (out []byte, have bool) {
	out, err := exec.Command(program, args...).CombinedOutput()
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.As(err, &exit) && exit.ExitCode() == 3:
		return nil, false
	case err != nil:
		t.Fatalf("%v: %s", err, out)
	}
	return out, true
}

// TestRuntime: ONNX Runtime computes what gater computes, to 1e-4: every net on a hundred rows, one
// on 10,000. A net with a weight changed is found out.
func TestRuntime(t *testing.T) {
	names, all := nets(t)
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	inputs := make([]mat.M, len(all))
	args := []string{"../../scripts/onnx_run.js"}
	for i, n := range all {
		rows := 100
		if names[i] == "sbn" {
			rows = 10_000
		}
		inputs[i] = probe(rows, 6, 2)
		args = append(args, write(names[i]+".onnx", written(t, n, Softmax)), write(names[i]+".in", floats(inputs[i].Data)), "6", filepath.Join(dir, names[i]+".out"))
	}
	if _, have := other(t, "node", args); !have {
		t.Skip("NOT COMPARED: no onnxruntime-node here; npm install --ignore-scripts onnxruntime-node@1.30.0, and say where in NODE_PATH")
	}
	for i, n := range all {
		b, err := os.ReadFile(filepath.Join(dir, names[i]+".out"))
		if err != nil {
			t.Fatal(err)
		}
		got := make([]float32, len(b)/4)
		binary.Read(bytes.NewReader(b), binary.LittleEndian, got)
		if d := apart(n, inputs[i], got); !(d <= 1e-4) {
			t.Errorf("%s: ONNX Runtime is %.2g away", names[i], d)
		}
		if names[i] == "sbn" {
			for _, p := range nn.Params(n) {
				p.Val.Data[0] += 0.1
			}
			if d := apart(n, inputs[i], got); d < 1e-3 {
				t.Errorf("a net with other weights is %.2g away", d)
			}
		}
	}
}

// apart is the largest difference of probabilities.
func apart(n nn.Layer, x mat.M, got []float32) (most float64) {
	y := use(n, x)
	if len(got) != len(y.Data) {
		return math.Inf(1)
	}
	for i := range y.Rows {
		row, sum := y.Row(i), 0.0
		for _, v := range row {
			sum += math.Exp(float64(v))
		}
		for j, v := range row {
			if d := math.Abs(math.Exp(float64(v))/sum - float64(got[i*y.Cols+j])); !(d <= most) {
				most = d
			}
		}
	}
	return most
}

func floats(v []mat.Float) []byte {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(x)))
	}
	return b
}
