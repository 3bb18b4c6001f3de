package model

import (
	"fmt"

	"gater/mat"
	"gater/nn"
)

// Layout is the shape of a parameter in PyTorch's layout.
func Layout(p *nn.Param) []int { return layout(p) }

// Each yields the numbers of a parameter in the order of its layout.
func Each(p *nn.Param, f func(i int, at *mat.Float)) { each(p, f) }

// Tensors yields the tensors of a safetensors file that is not a model's: name, shape, and the numbers
// one by one, the last index fastest.
func Tensors(b []byte, f func(name string, shape []int, at func(i int) float64) error) error {
	all, err := parse(b)
	if err != nil {
		return fmt.Errorf("not a whole safetensors file (%s): copy it again", brief(err))
	}
	for name, t := range all {
		if t.dtype == "I8" {
			return fmt.Errorf("tensor %.60q is I8, whose scale only its maker knows: give weights of floats", name)
		}
		if err := f(name, t.shape, t.at); err != nil {
			return err
		}
	}
	return nil
}
