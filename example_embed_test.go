package gater_test

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log"

	"gater"
)

//go:embed testdata/model
var embedded embed.FS

// A model in the program itself: it needs no file where it runs.
func ExampleLoadFS() {
	folder, err := fs.Sub(embedded, "testdata/model")
	if err != nil {
		log.Fatal(err)
	}
	m, err := gater.LoadFS(folder)
	if err != nil {
		log.Fatal(err)
	}
	rows := &gater.Table{
		Columns: []string{"x", "y", "light"},
		Rows:    [][]string{{"0.1", "0.2", "red"}, {"-2", "1.5", "green"}},
	}
	out, err := m.Predict(context.Background(), rows, gater.Options{Gates: true})
	if err != nil {
		log.Fatal(err)
	}
	for i, p := range out {
		fmt.Printf("%v: %s (%.0f %%), %d of %d blocks computed\n",
			rows.Rows[i], p.Name, 100*p.Probs[p.Class], len(p.Gates[0]), m.Gates()[0].Blocks)
	}
	// Output:
	// [0.1 0.2 red]: inner (100 %), 4 of 16 blocks computed
	// [-2 1.5 green]: outer (100 %), 4 of 16 blocks computed
}
