// Package onnxpb is the protocol buffers of ONNX, generated from onnx.proto of ONNX 1.12
// (Apache-2.0), which is copied here as Debian's libonnx-dev has it.
package onnxpb

//go:generate sh generate.sh .
