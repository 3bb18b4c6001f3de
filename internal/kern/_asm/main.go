// Command asm generates the amd64 kernels of package kern: for each unit NAME
// the assembly NAME_amd64.s and its Go declarations NAME_amd64.go.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// units lists the generated files; each holds both tiers.
var units = []struct {
	name string
	emit func(g *gen)
}{
	{"nt", emitNT},
	{"gemm", emitGemm},
	{"steady", emitSteady},
	{"panel", emitPanel},
	{"sums", emitSums},
	{"pack", emitPack},
	{"gate", emitGate},
	{"vec", emitVec},
	{"sumsq", emitSumSq},
	{"squares", emitSquares},
	{"exp", emitExp},
	{"open", emitOpen},
	{"probe", emitProbe},
	{"int8", emitInt8},
	{"narrow", emitNarrow},
}

func main() {
	log.SetFlags(0)
	out := flag.String("dir", "..", "folder to write to")
	flag.Parse()
	for _, u := range units {
		c := build.NewContext()
		c.ConstraintExpr("amd64,!purego,!f64")
		for _, t := range []tier{avx512, avx2} {
			g := &gen{Context: c, tier: t}
			g.lanesTable()
			u.emit(g)
		}
		if err := write(c, filepath.Join(*out, u.name)); err != nil {
			log.Fatalf("asm: %s: %v", u.name, err)
		}
	}
}

// write compiles the context and prints NAME_amd64.s and NAME_amd64.go.
func write(c *build.Context, name string) error {
	f, err := c.Result()
	if err != nil {
		return err
	}
	if err := pass.Compile.Execute(f); err != nil {
		return err
	}
	cfg := printer.Config{Name: "_asm", Pkg: "kern"}
	for ext, p := range map[string]printer.Printer{
		"_amd64.s":  printer.NewGoAsm(cfg),
		"_amd64.go": printer.NewStubs(cfg),
	} {
		b, err := p.Print(f)
		if err != nil {
			return err
		}
		if err := os.WriteFile(name+ext, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
