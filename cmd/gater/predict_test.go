package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"testing"

	"gater"
	"gater/data"
	"gater/data/table"
	"gater/internal/bulk"
	"gater/internal/catalog"
	"gater/internal/model"
)

// BenchmarkPredict is rows of 32 numbers, in CSV and in memory, through a net of 16 blocks of 8 units
// as it is before training: all of gater predict but the disk.
func BenchmarkPredict(b *testing.B) {
	const columns, rows = 32, 100_000
	m := untrained(b, columns)
	var text bytes.Buffer
	for j := range columns {
		fmt.Fprintf(&text, "c%d,", j)
	}
	text.Truncate(text.Len() - 1)
	head := text.Len() + 1
	r := rand.New(rand.NewPCG(1, 2))
	for range rows {
		for j := range columns {
			text.WriteByte(",\n"[max(0, 1-j)])
			fmt.Fprintf(&text, "%.4f", r.NormFloat64())
		}
	}
	text.WriteByte('\n')
	f := &predictFlags{to: "csv", threads: runtime.GOMAXPROCS(0), quiet: true}
	for b.Loop() {
		src, err := bulk.FromCSV("f", text.Bytes()[:head], bytes.NewReader(text.Bytes()[head:]))
		if err != nil {
			b.Fatal(err)
		}
		p := &bulkPrediction{f: f, m: m, name: "f", columns: src.Columns()}
		if err := p.start(); err != nil {
			b.Fatal(err)
		}
		if err := p.run(b.Context(), src, io.Discard); err != nil {
			b.Fatal(err)
		}
		if n := p.rows.Load(); n != rows {
			b.Fatalf("%d rows", n)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// untrained is a model of so many numeric columns.
func untrained(b *testing.B, columns int) *gater.Model {
	c, err := catalog.Preset("blocks", "st")
	if err != nil {
		b.Fatal(err)
	}
	c.Seed, c.Blocks, c.Width, c.Gater, c.Inputs, c.Classes = 1, 16, 8, []int{8}, 2*columns, 2
	net, err := catalog.Build(c)
	if err != nil {
		b.Fatal(err)
	}
	m := folder(c, net, []float64{0.5}, nil)
	m.Input.Kind = "table"
	m.Prep = &table.Preprocessing{Version: 1, Encoder: &table.Encoder{Version: 1},
		Target: &table.Target{Task: data.Classes, Columns: []string{"y"}, Classes: m.Classes}}
	for j := range columns {
		m.Prep.Encoder.Columns = append(m.Prep.Encoder.Columns, table.Encoded{Name: fmt.Sprint("c", j), Kind: table.Numeric, Std: 1})
	}
	dir := filepath.Join(b.TempDir(), "m")
	if err := model.Save(dir, m, false); err != nil {
		b.Fatal(err)
	}
	loaded, err := gater.Load(dir)
	if err != nil {
		b.Fatal(err)
	}
	return loaded
}
