#!/bin/sh
# Writes onnx.pb.go into the folder $1: with protoc, and the plugin of the version in go.mod.
set -eu
cd "$(dirname "$0")"
bin=$(mktemp -d)
trap 'rm -r "$bin"' EXIT
go build -o "$bin/protoc-gen-go" google.golang.org/protobuf/cmd/protoc-gen-go
protoc --plugin="$bin/protoc-gen-go" --go_out="$1" --go_opt=paths=source_relative \
  --go_opt=Monnx.proto=gater/internal/onnx/onnxpb onnx.proto
