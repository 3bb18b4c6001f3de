//go:build !js

// Command digit is a page on which somebody draws a digit and a gated network, running in the browser
// as WebAssembly, says which: its probabilities, the multiply-adds it took, the blocks that opened, and
// a dial of budgets. Here it makes the page's folder, which any web server can serve, and serves it.
//
//	go run ./examples/digit MODEL
//
// MODEL is the folder of a model of MNIST; make digit trains one with a dial in a minute. Built for
// GOOS=js GOARCH=wasm the same package is the program in the page.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
)

func main() {
	at := flag.String("at", "localhost:8080", "where to serve the page; empty: only make it")
	out := flag.String("out", "", "the page's folder (default a temporary one)")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: digit [flags] MODEL")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out, *at); err != nil {
		fmt.Fprintln(os.Stderr, "digit:", err)
		os.Exit(1)
	}
}

func run(model, out, at string) error {
	if out == "" {
		dir, err := os.MkdirTemp("", "digit")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		out = dir
	}
	if err := makeSite(out, model); err != nil {
		return err
	}
	if at == "" {
		fmt.Println(out)
		return nil
	}
	l, err := net.Listen("tcp", at)
	if err != nil {
		return err
	}
	fmt.Printf("draw at http://%s/\n", l.Addr())
	return http.Serve(l, http.FileServer(http.Dir(out)))
}
