package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"gater/data"
	"gater/data/table"
	"gater/internal/catalog"
	"gater/mat"
)

// opened is a table that is ready to train on.
type opened struct {
	plan *table.Plan
	data *data.Splits // without training rows where they are streamed
	sum  string
}

// memory is the bytes of encoded rows from which on a table is streamed.
const memory = 1 << 30

// openTable plans and reads a table. c.Window says whether it is streamed; fit makes that so where the
// rows would not fit.
func openTable(path, name string, c *catalog.Table, seed uint64, fit bool, seen *reading, say func(string)) (*opened, error) {
	rows := rowsOf(path, seen)
	plan, err := table.Prepare(rows, options(c, seed, c.Window > 0))
	if err != nil {
		return nil, inFile(path, name, err)
	}
	n := plan.Rows[table.Train] + plan.Rows[table.Valid] + plan.Rows[table.Test]
	if bytes := 4 * n * plan.Encoder.Width(); fit && c.Window == 0 && bytes > memory {
		say(fmt.Sprintf("%d rows of %d numbers would take %.1f GB: they are streamed", n, plan.Encoder.Width(), float64(bytes)/1e9))
		c.Window = defaultWindow
		return openTable(path, name, c, seed, false, seen, say)
	}
	o := &opened{plan: plan}
	c.Task = string(plan.Target.Task)
	if c.Window > 0 {
		o.data, err = plan.Held(rows, name)
	} else {
		o.data, err = plan.Sets(rows, name)
	}
	if err == nil && c.ClassWeights != "" {
		err = o.balance()
	}
	if err != nil {
		return nil, inFile(path, name, err)
	}
	b, err := json.Marshal(plan)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append(b, o.data.Sum()...))
	o.sum = hex.EncodeToString(sum[:16])
	return o, nil
}

// balance weighs the rows that are learnt from and validated on.
func (o *opened) balance() error {
	if o.plan.Target.Task != data.Classes {
		return fmt.Errorf("--class-weights are for classes, the target is a task of %s: drop them", o.plan.Target.Task)
	}
	return table.BalanceBy(o.plan.Labels, o.data.Train, o.data.Valid)
}

// stream is where training batches come from; nil: from data.
func (o *opened) stream(path string, c *catalog.Config) *table.Stream[mat.Float] {
	if c.Table.Window == 0 {
		return nil
	}
	return table.StreamOf[mat.Float](o.plan, rowsOf(path, nil), o.data.Train, c.Batch, c.Table.Window, c.Seed)
}

// about is what was made of the table, in sentences.
func (o *opened) about(name string) string {
	n := o.plan.Rows
	s := fmt.Sprintf("%s: %d training, %d validation and %d test rows of %d numbers", name, n[table.Train], n[table.Valid], n[table.Test], o.plan.Encoder.Width())
	return strings.Join(append([]string{s}, o.plan.Notes...), "\n")
}
