package gater_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"gater"
)

// A context ends a long prediction between two batches of rows.
func ExampleModel_Predict() {
	m, err := gater.Load("testdata/model")
	if err != nil {
		log.Fatal(err)
	}
	rows := make(gater.Numbers, 100_000)
	for i := range rows {
		rows[i] = make([]float32, m.Inputs())
	}
	ctx, stop := context.WithCancel(context.Background())
	stop() // as when a client has gone
	_, err = m.Predict(ctx, rows, gater.Options{Threads: 2})
	fmt.Println(errors.Is(err, context.Canceled))

	out, err := m.Predict(context.Background(), rows[:2], gater.Options{})
	fmt.Println(len(out), err)
	// Output:
	// true
	// 2 <nil>
}
