// Package model keeps a trained network in a folder that a program can load:
//
//	model.yaml            what the network is, its thresholds, and the checksums of the other files
//	                      and, in its last line, of itself
//	weights.safetensors   its weights, in the names and layouts of PyTorch
//	preprocessing.json    how rows of a table become numbers; only of a network that takes such rows
//	README.md             the model card, for people
//
// A folder is written as a whole or not at all. One that is damaged, or from a later version of
// gater, is refused with a reason.
package model

import (
	"gater/data/table"
	"gater/nn"
	"gater/train"
)

// The files of a model's folder.
const (
	SpecFile    = "model.yaml"
	weightsFile = "weights.safetensors"
	prepFile    = "preprocessing.json"
	cardFile    = "README.md"
)

// Model is a trained network with all that is needed to use it.
type Model struct {
	Spec
	Net   nn.Layer
	Gates []train.Gate         // from the input on
	Prep  *table.Preprocessing // of rows of a table; nil: the network takes numbers
}
