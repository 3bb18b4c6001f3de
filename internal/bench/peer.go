package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A Peer is another library behind a pipe: a child process that answers a line of JSON with a
// line of JSON. It knows three questions:
//
//	{"op":"ways",  "job":{…}}                 → {"ways":["linear","mkldnn"]}
//	{"op":"open",  "job":{…}, "way":"linear"} → {"id":1}
//	{"op":"run",   "id":1, "n":10}            → {"times":[…]}, seconds of 10 runs after one untimed
//	{"op":"close", "id":1}                    → {}
//
// Its first line says {"name":"PyTorch 1.13.1", "note":"OpenBLAS, kernels SkylakeX"} and, if it takes what a call
// costs off its times, {"call":5e-5}, in seconds. Any answer may be {"error":"…"}.
type Peer struct {
	Name, Note string
	call       float64 // seconds that its times are without
	in         io.Writer
	out        *bufio.Reader
}

// Job is a piece of work for a peer.
type Job struct {
	Kind      string  `json:"kind"` // gemm, forward or step
	Way       string  `json:"way"`  // of forward and step: dense, masked or skip
	Net       *Net    `json:"net,omitempty"`
	Shape     []int   `json:"shape,omitempty"` // of gemm: rows, inputs, outputs
	Batch     int     `json:"batch,omitempty"`
	Active    float64 `json:"active,omitempty"`
	Optimiser string  `json:"optimiser,omitempty"` // sgd or adam
	Threads   int     `json:"threads"`
}

type question struct {
	Op  string `json:"op"`
	Job *Job   `json:"job,omitempty"`
	Way string `json:"way,omitempty"`
	ID  int    `json:"id,omitempty"`
	N   int    `json:"n,omitempty"`
}

type answer struct {
	Name  string    `json:"name"`
	Note  string    `json:"note"`
	Call  float64   `json:"call"`
	Error string    `json:"error"`
	Ways  []string  `json:"ways"`
	ID    int       `json:"id"`
	Times []float64 `json:"times"`
}

// Meet waits for the first line of a peer that has been started.
func Meet(in io.Writer, out io.Reader) (*Peer, error) {
	p := &Peer{in: in, out: bufio.NewReader(out)}
	a, err := p.hear()
	if err != nil {
		return nil, err
	}
	if p.Name, p.Note, p.call = a.Name, a.Note, a.Call; p.Name == "" {
		return nil, errors.New("it does not say its name")
	}
	return p, nil
}

func (p *Peer) ask(q question) (answer, error) {
	b, err := json.Marshal(q)
	if err != nil {
		return answer{}, err
	}
	if _, err := p.in.Write(append(b, '\n')); err != nil {
		return answer{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	a, err := p.hear()
	if err != nil {
		return answer{}, fmt.Errorf("%s: %s: %w", p.Name, q.Op, err)
	}
	return a, nil
}

func (p *Peer) hear() (a answer, err error) {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return a, errors.New("it ended without an answer")
	}
	if err := json.Unmarshal(line, &a); err != nil {
		return a, fmt.Errorf("its answer is not JSON: %.80q", line)
	}
	if a.Error != "" {
		return a, errors.New(a.Error)
	}
	return a, nil
}

// peerSide is a side that lives in a peer.
type peerSide struct {
	Side
	close func() error
}

// ways is how the peer can do a job.
func (p *Peer) ways(job Job) ([]string, error) {
	a, err := p.ask(question{Op: "ways", Job: &job})
	return a.Ways, err
}

// open makes one way of doing a job into a side. It must be closed.
func (p *Peer) open(job Job, way string) (*peerSide, error) {
	opened, err := p.ask(question{Op: "open", Job: &job, Way: way})
	if err != nil {
		return nil, err
	}
	run := func(n int) ([]float64, error) {
		a, err := p.ask(question{Op: "run", ID: opened.ID, N: n})
		if err == nil && len(a.Times) != n {
			err = fmt.Errorf("%s: %d times for %d runs", p.Name, len(a.Times), n)
		}
		return a.Times, err
	}
	end := func() error {
		_, err := p.ask(question{Op: "close", ID: opened.ID})
		return err
	}
	return &peerSide{Side{p.Name + ", " + way, run, p.call}, end}, nil
}
