package bench

// contest looks for the fastest of the peers' ways. Two are open at a time at most, since some
// are large.
type contest struct {
	s     *suite
	best  *peerSide
	least float64
}

// peers is the fastest way that any peer has of doing one of the jobs; nil if none can. It must
// be closed.
func (s *suite) peers(jobs ...Job) (*peerSide, error) { return s.from(s.Peers, jobs...) }

// from is the same of some peers.
func (s *suite) from(peers []*Peer, jobs ...Job) (*peerSide, error) {
	c := contest{s: s}
	for _, job := range jobs {
		job.Threads = s.Threads
		for _, p := range peers {
			ways, err := p.ways(job)
			if err != nil {
				return nil, err
			}
			for _, way := range ways {
				if err := s.ctx.Err(); err != nil {
					return nil, err
				}
				if err := c.enter(p, job, way); err != nil {
					return nil, err
				}
			}
		}
	}
	return c.best, nil
}

// enter tries a way, and closes it or the one that was the best so far. A way that fails is left
// out, and said to be.
func (c *contest) enter(p *Peer, job Job, way string) error {
	side, err := p.open(job, way)
	if err != nil {
		c.s.Log("   left out: %s: %v", way, err)
		return nil
	}
	t, err := c.s.try(side.Side)
	if err != nil {
		c.s.Log("   left out: %s: %v", way, err)
		return side.close()
	}
	if c.best != nil && c.least <= t {
		return side.close()
	}
	old := c.best
	c.best, c.least = side, t
	if old != nil {
		return old.close()
	}
	return nil
}

// try is the least time of a few runs.
func (s *suite) try(side Side) (float64, error) {
	s.meter.Pause()
	t, err := side.Run(3)
	if err != nil {
		return 0, err
	}
	return Summary(t).Min, nil
}

// fastest is the side of ours that takes the least time.
func (s *suite) fastest(sides ...Side) (best Side, err error) {
	least := 0.0
	for i, side := range sides {
		t, err := s.try(side)
		if err != nil {
			return Side{}, err
		}
		if i == 0 || t < least {
			best, least = side, t
		}
	}
	return best, s.ctx.Err()
}

// against is the faster of our own sides and the fastest peer, and what closes it.
func (s *suite) against(own []Side, jobs ...Job) (Side, func() error, error) {
	nothing := func() error { return nil }
	peer, err := s.peers(jobs...)
	if err != nil {
		return Side{}, nothing, err
	}
	if peer == nil {
		side, err := s.fastest(own...)
		return side, nothing, err
	}
	side, err := s.fastest(append(own, peer.Side)...)
	return side, peer.close, err
}
