package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"gater/data"
	"gater/internal/catalog"
	"gater/internal/model"
	"gater/internal/network"
	"gater/internal/torch"
)

// importFlags is the command line of gater import.
type importFlags struct {
	net, out, task string
	classes        []string
	force          bool
}

func importCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE --net NET --out DIR",
		Short: "Make a model of the weights of a PyTorch network",
		Long: `Read the weights of FILE, which torch.save(model.state_dict(), FILE) or safetensors wrote, into the
network that the file NET describes, and write a model's folder. No code in FILE is run.

Weights are found by name: layer N of the description is layer N of a PyTorch Sequential, and any
one prefix, such as module., may stand before. Where names differ they are taken in order, if every
shape fits; the table that is printed says which went where.`,
		Example: `  gater import net.pt --net net.yaml --out model
  gater predict model rows.csv`,
		Annotations: map[string]string{"args": "one file of weights"},
		Args:        argCount(1, 1),
		RunE:        func(cmd *cobra.Command, args []string) error { return f.run(cmd.OutOrStdout(), args[0]) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.net, "net", "", "the network's description")
	fs.StringVar(&f.out, "out", "", "the model's folder")
	fs.StringVar(&f.task, "task", string(data.Classes), "what the outputs are: classes, labels or number")
	fs.StringSliceVar(&f.classes, "classes", nil, "names of the outputs, in order (default 0, 1, …)")
	fs.BoolVar(&f.force, "force", false, "replace a model that is there")
	return cmd
}

func (f *importFlags) run(w io.Writer, path string) error {
	task := data.Task(f.task)
	switch {
	case f.net == "" || f.out == "":
		return usageError{fmt.Errorf("say what the network is, --net FILE, and where the model is to go, --out DIR")}
	case !slices.Contains([]data.Task{data.Classes, data.Labels, data.Number}, task):
		return usageError{fmt.Errorf("unknown task %q: choose classes, labels or number", f.task)}
	}
	all, err := torch.Load(path)
	if err != nil {
		return err
	}
	d, err := f.describe(all)
	if err != nil {
		return err
	}
	net, gates, err := catalog.Deploy(d)
	if err != nil {
		return fmt.Errorf("%s: %w", f.net, err)
	}
	pairs, byName, err := torch.Match(net, all)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := torch.Fill(pairs); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	m := &model.Model{Net: net, Gates: gates, Spec: model.Spec{Task: task, Input: model.Input{Kind: "numbers"}, Classes: f.classes,
		Trained: model.Trained{Data: "imported"}, Network: &model.Network{Description: *d}}}
	if task != data.Number {
		for i := len(m.Classes); i < d.Outputs; i++ {
			m.Classes = append(m.Classes, strconv.Itoa(i))
		}
	}
	if len(m.Classes) > d.Outputs {
		return fmt.Errorf("%d names of outputs, the network has %d: give one each", len(m.Classes), d.Outputs)
	}
	if len(gates) > 0 {
		m.Thresholds = map[string]float64{}
	}
	for _, g := range gates {
		if g.Units != nil {
			m.Thresholds[g.Name] = 0.5
		}
	}
	if err := model.Save(f.out, m, f.force); err != nil {
		return err
	}
	return f.say(w, pairs, byName, len(m.Thresholds))
}

// describe reads the description; sizes of the ends that it leaves out are those of the first and the
// last matrix of the weights.
func (f *importFlags) describe(all []torch.Tensor) (*network.Description, error) {
	text, err := os.ReadFile(f.net)
	if err != nil {
		return nil, err
	}
	d, err := network.Read(text, catalog.LayerDefaults("blocks", ""))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.net, err)
	}
	var matrices []torch.Tensor
	for _, t := range all {
		if len(t.Shape) == 2 {
			matrices = append(matrices, t)
		}
	}
	if n := len(matrices); n > 0 {
		if d.Inputs == 0 {
			d.Inputs = matrices[0].Shape[1]
		}
		if d.Outputs == 0 {
			d.Outputs = matrices[n-1].Shape[0]
		}
	}
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", f.net, err)
	}
	return d, nil
}

// say prints which tensor went where.
func (f *importFlags) say(w io.Writer, pairs []torch.Pair, byName bool, thresholds int) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintf(t, "parameter\tshape\ttensor\n")
	for _, p := range pairs {
		shape := strings.ReplaceAll(strings.Trim(fmt.Sprint(p.Shape()), "[]"), " ", "×")
		fmt.Fprintf(t, "%s\t%s\t%s\n", p.Param, shape, cell(p.Tensor))
	}
	if err := t.Flush(); err != nil {
		return printed(err)
	}
	how := "by name"
	if !byName {
		how = "in order, since names differ: check the table"
	}
	if thresholds > 0 {
		how += "; gates open above 0.5, since weights say nothing of it"
	}
	_, err := fmt.Fprintf(w, "%s: %d tensors, matched %s\n", f.out, len(pairs), how)
	return printed(err)
}
