package convert

import (
	"math"

	"gater/data"
	"gater/mat"
	"gater/nn"
)

// lesson is what the network learns from in tune: the targets, and what the dense network said.
type lesson interface {
	turn(rows []int32) // the next pass is of these training rows
	loss(x *nn.Var) []float64
	count(wrong int)              // so many rows were wrong so far in the epoch
	missed() (wrong int, ok bool) // how many are by now; not ok: they are not counted
}

// lesson is the head of the task.
func (c *conversion) lesson(p *nn.Pass) lesson {
	set := c.Data.Train
	targets := mat.New(c.Batch, c.teacher.Cols)
	switch set.Task.Or() {
	case data.Number:
		return &blend{c: c, targets: targets, head: (&nn.MSE{Pass: p, Targets: targets}).Loss, say: func(t float64) float64 { return t }}
	case data.Labels:
		return &blend{c: c, targets: targets, head: (&nn.Logistic{Pass: p, Targets: targets}).Loss, say: func(t float64) float64 { return 1 / (1 + math.Exp(-t)) }}
	}
	return &distil{pass: p, weight: c.Teacher, temper: c.Temper, labels: c.labels, teacher: targets, all: c.teacher}
}

// blend learns labels of yes and no, and numbers. For squares and for the cross-entropy of a column, a
// teacher's say t (a number, or the σ of an output) is a target like the true one, y:
//
//	(1−λ)·ℓ(x, y) + λ·ℓ(x, t) = ℓ(x, (1−λ)·y + λ·t) + what x does not change.
type blend struct {
	c       *conversion
	targets mat.M
	head    nn.Next
	say     func(t float64) float64 // of an output of the teacher
}

func (h *blend) turn(rows []int32) {
	λ, set := h.c.Teacher, h.c.Data.Train
	for r, i := range rows {
		for j, t := range h.c.teacher.Row(int(i)) {
			y := float64(set.Y[int(i)*set.Outputs+j])
			h.targets.Row(r)[j] = mat.Float((1-λ)*y + λ*h.say(float64(t)))
		}
	}
}

func (h *blend) loss(x *nn.Var) []float64 { return h.head(x) }

func (h *blend) count(int) {}

func (h *blend) missed() (int, bool) { return 0, false }
