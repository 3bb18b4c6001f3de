package convert

import (
	"gater/mat"
	"gater/nn"
	"gater/train"
)

// keep has a copy of the best weights so far.
type keep struct {
	weights []mat.M
	found   train.Result
}

// offer copies the weights if they make fewer errors, or as many at a lower loss.
func (k *keep) offer(net nn.Layer, r train.Result) {
	if k.weights != nil && (r.Error > k.found.Error || r.Error == k.found.Error && r.Loss >= k.found.Loss) {
		return
	}
	k.weights, k.found = k.weights[:0], r
	for _, p := range nn.Params(net) {
		k.weights = append(k.weights, p.Val.Clone())
	}
}

// back puts the copy in place, if there is one.
func (k *keep) back(net nn.Layer) {
	if k.weights == nil {
		return
	}
	i := 0
	for _, p := range nn.Params(net) {
		copy(p.Val.Data, k.weights[i].Data)
		i++
	}
}
