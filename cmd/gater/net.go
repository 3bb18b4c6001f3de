package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"gater/internal/catalog"
	"gater/internal/network"
)

func netCommand() *cobra.Command {
	f := trainFlags{}
	var inputs, outputs int
	var asYAML bool
	cmd := &cobra.Command{
		Use:   "net [FILE]",
		Short: "Show a network that a file or a preset describes: its layers, and what they take",
		Long: `Show the network that FILE describes, or that of a preset, as gater train --net FILE would build it.

FILE is YAML: a list of layers from the input on. A linear layer for the outputs follows by itself,
and the numbers of inputs and outputs come from the data.

  layers:
  - dropout: 20%                 # in training
  - gated:                       # blocks, of which a gater opens some for every row
      blocks: 64
      width: 32                  # units of a block
      active: 10%                # share of the blocks to be open
      estimator: sbn:baseline=mean
  - residual:                    # x + f(x), f the layers below
    - norm: rms                  # or layer; a row at a time
    - linear: 2048
    - relu                       # or tanh, sigmoid, leaky-relu
  - linear: 128

A gated layer has further settings, which --yaml shows, from the preset unless the file has them.
Flags such as --active stand for what the file says of every gated layer, and --net-set
layers.1.gated.width=16 for what it says of one place. See docs/network.md.`,
		Example: `  gater net net.yaml
  gater net net.yaml --inputs 54 --outputs 7 --active 0.05
  gater net --preset paper --gate sbn --yaml > net.yaml`,
		Annotations: map[string]string{"args": "at most one file"},
		Args:        argCount(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				f.net.file = args[0]
			}
			c, err := f.resolve(cmd.Flags())
			if err != nil {
				return err
			}
			if d := c.Net; d != nil {
				inputs, outputs = known(cmd, "inputs", inputs, d.Inputs), known(cmd, "outputs", outputs, d.Outputs)
			}
			if err := c.Fit(inputs, outputs); err != nil {
				return err
			}
			if err := c.Check(); err != nil {
				return err
			}
			if asYAML {
				_, err := cmd.OutOrStdout().Write(c.Describe().YAML())
				return printed(err)
			}
			return printed(netTable(cmd.OutOrStdout(), c))
		},
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.IntVar(&inputs, "inputs", 784, "columns of the data, unless FILE says")
	fs.IntVar(&outputs, "outputs", 10, "columns of the output, unless FILE says")
	fs.BoolVar(&asYAML, "yaml", false, "the description with every setting, as a run keeps it, in place of the table")
	fs.StringVar(&f.preset, "preset", "blocks", "where settings come from that FILE leaves out")
	fs.StringVar(&f.gate, "gate", "", "how gates are made and trained")
	fs.StringArrayVar(&f.net.set, "net-set", nil, "PATH=VALUE in the place of what FILE says")
	settingFlags(fs, &catalog.Config{Seed: defaultSeed})
	return cmd
}

// known is the file's size, unless the flag was given or the file has none.
func known(cmd *cobra.Command, flag string, given, file int) int {
	if file == 0 || cmd.Flags().Changed(flag) {
		return given
	}
	return file
}

// netTable writes a line a layer: what goes in and out, weights, and multiply-adds of an example
// without gates and with as many open as are asked for.
func netTable(out io.Writer, c *catalog.Config) error {
	rows := [][7]string{{"layer", "", "in", "out", "weights", "dense", "asked"}}
	var all catalog.LayerCost
	for _, k := range c.Costs() {
		rows = append(rows, [7]string{k.Path, nameOf(k.Layer), many(k.In), many(k.Out), many(k.Weights), many(int(k.Dense)), many(int(k.Asked + 0.5))})
		all.Weights += k.Weights
		all.Dense += k.Dense
		all.Asked += k.Asked
	}
	rows = append(rows, [7]string{"all", "", "", "", many(all.Weights), many(int(all.Dense)), many(int(all.Asked + 0.5))})
	wide := [7]int{}
	for _, r := range rows {
		for i, x := range r {
			wide[i] = max(wide[i], utf8.RuneCountInString(x))
		}
	}
	for _, r := range rows {
		_, err := fmt.Fprintf(out, "%-*s  %-*s", wide[0], r[0], wide[1], r[1])
		for i := 2; i < len(r) && err == nil; i++ {
			_, err = fmt.Fprintf(out, "  %*s", wide[i], r[i])
		}
		if _, end := fmt.Fprintln(out); err != nil || end != nil {
			return cmp.Or(err, end)
		}
	}
	_, err := fmt.Fprintf(out, "\nMultiply-adds of an example: dense without gates; asked with %s of the blocks open,\ngaters included: %.1f× fewer.\n",
		shareOf(c.Asked()), all.Dense/all.Asked)
	return err
}

// many is a number with its thousands apart, – for 0.
func many(n int) string {
	if n == 0 {
		return "–"
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}

// nameOf is a layer in a few words.
func nameOf(l network.Layer) string {
	switch l := l.(type) {
	case *network.Gated:
		return fmt.Sprintf("%d×%d, %s, %s", l.Blocks, l.Width, shareOf(float64(l.Active)), l.Estimator)
	case *network.Dropout:
		return shareOf(float64(l.Share))
	case *network.Norm:
		return l.Kind
	case *network.Embedding:
		return fmt.Sprintf("%d columns of %d", len(l.Columns), l.Width)
	}
	return ""
}

func shareOf(x float64) string { return strconv.FormatFloat(100*x, 'g', 4, 64) + " %" }
