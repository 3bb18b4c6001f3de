package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"gater/internal/catalog"
	"gater/internal/network"
)

// netFlags is where a run's network comes from, other than a preset.
type netFlags struct {
	file string
	set  []string // PATH=VALUE, in the place of what the file says
}

func (n *netFlags) flags(fs *pflag.FlagSet) {
	fs.StringVar(&n.file, "net", "", "a file that describes the network; see gater net --help")
	fs.StringArrayVar(&n.set, "net-set", nil, "PATH=VALUE in the place of what that file says, such as layers.1.gated.width=16")
}

// take makes the file's description the network of c. Flags of a gated layer's settings that were given
// stand for what the file says of each.
func (n *netFlags) take(c *catalog.Config, preset, gate string, fs *pflag.FlagSet) error {
	if n.file == "" {
		if len(n.set) > 0 {
			return usageError{errors.New("--net-set changes the file of --net: give that too")}
		}
		return nil
	}
	if fs.Changed("dropout") {
		return usageError{errors.New("--dropout is for presets: give the network of --net a layer - dropout: 20%")}
	}
	d, err := n.read(preset, gate)
	if err != nil {
		return err
	}
	return c.SetNet(d, gate, func(layer *catalog.Config) error { return copyFlags(layer, fs) })
}

// read is the description of the file.
func (n *netFlags) read(preset, gate string) (*network.Description, error) {
	var set []network.Setting
	for _, text := range n.set {
		path, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, usageError{fmt.Errorf("--net-set %q: write it as PATH=VALUE, such as layers.1.gated.width=16", text)}
		}
		set = append(set, network.Setting{Path: path, Value: value})
	}
	text, err := readNet(n.file)
	if err != nil {
		return nil, err
	}
	d, err := network.Read(text, catalog.LayerDefaults(preset, gate), set...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n.file, err)
	}
	d.File = n.file
	return d, nil
}

// readNet is the text of a file that describes a network.
func readNet(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: is not a regular file: give the file that describes a network", name)
	case info.Size() > 1<<20:
		return nil, fmt.Errorf("%s: has %d bytes: give the file that describes a network", name, info.Size())
	default:
		var text []byte
		if text, err = os.ReadFile(name); err == nil {
			return text, nil
		}
	}
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err
	}
	return nil, fmt.Errorf("cannot read %s (%w): give the file that describes a network", name, err)
}
