package main

import (
	"fmt"
	"io/fs"
	"math"
	"time"

	"gater"
)

// reader is a model of digits with memory to run in.
type reader struct {
	model    *gater.Model
	dial     []gater.Setting
	settings []*gater.Session // one a position of the dial
}

// about is what the page shows of the model.
type about struct {
	Classes []string `json:"classes"`
	Macs    int64    `json:"macs"`   // multiply-adds of a picture, all blocks open
	Layers  []layer  `json:"layers"` // the gated ones
	Dial    []budget `json:"dial"`
}

type layer struct {
	Name   string `json:"name"`
	Blocks int    `json:"blocks"`
	Width  int    `json:"width"`
}

type budget struct {
	Share  float64 `json:"share"`  // of Macs
	Metric float64 `json:"metric"` // share of the validation rows that came out right
}

// answer is what the model says of a drawing.
type answer struct {
	Picture []int     `json:"picture"` // 28×28, 0 to 255; what the network is given
	Class   string    `json:"class"`
	Probs   []float32 `json:"probs"`
	Open    [][]int32 `json:"open"` // blocks, in each gated layer
	Macs    int64     `json:"macs"` // multiply-adds, counted
	Micros  float64   `json:"micros"`
}

// load opens the model at the root of a file system.
func load(fsys fs.FS) (*reader, error) {
	m, err := gater.LoadFS(fsys)
	if err != nil {
		return nil, err
	}
	if w, h, ok := m.Pictures(); !ok || w != side || h != side || m.Task() != "classes" {
		return nil, fmt.Errorf("the model is not one of pictures of %d×%d pixels: train it on mnist", side, side)
	}
	r := &reader{model: m, dial: m.Dial()}
	options := []gater.Options{{Gates: true}}
	if len(r.dial) > 0 {
		options = nil
	}
	for _, s := range r.dial {
		options = append(options, gater.Options{Gates: true, Budget: s.Budget})
	}
	for _, o := range options {
		s, err := m.Session(o)
		if err != nil {
			return nil, err
		}
		r.settings = append(r.settings, s)
	}
	return r, nil
}

// about describes the model.
func (r *reader) about() about {
	a := about{Classes: r.model.Classes(), Macs: r.model.Macs()}
	for _, g := range r.model.Gates() {
		a.Layers = append(a.Layers, layer{g.Name, g.Blocks, g.Width})
	}
	for _, s := range r.dial {
		a.Dial = append(a.Dial, budget{s.Budget, s.Metric})
	}
	return a
}

// read classifies a drawing at a position of the dial; of no ink there is no answer. The time is the
// least of five milliseconds of runs: the clocks of browsers are coarse, and other programs run.
func (r *reader) read(ink []uint8, at int) (*answer, error) {
	picture, ok := fit(ink)
	if !ok || at < 0 || at >= len(r.settings) {
		return nil, nil
	}
	s, rows, out := r.settings[at], gater.Pictures{picture}, make([]gater.Prediction, 1)
	before := s.Macs()
	if err := s.Into(out, rows); err != nil {
		return nil, err
	}
	a := &answer{Class: out[0].Name, Probs: out[0].Probs, Open: out[0].Gates, Macs: s.Macs() - before}
	for _, b := range picture {
		a.Picture = append(a.Picture, int(b))
	}
	again := make([]gater.Prediction, 1)
	a.Micros = math.Inf(1)
	for range 5 {
		began, n := time.Now(), 0
		for ; n == 0 || time.Since(began) < time.Millisecond; n++ {
			if err := s.Into(again, rows); err != nil {
				return nil, err
			}
		}
		a.Micros = min(a.Micros, float64(time.Since(began))/float64(n)/1000)
	}
	return a, nil
}
