package bench

import "context"

// Point is the time of a gated forward pass over the dense one, at a share of blocks open.
type Point struct {
	Active   float64
	Measured Stat
	Ceiling  float64 // by arithmetic, gaters included
}

// Curve is time against the share of blocks open.
type Curve struct {
	Net    Net
	Batch  int
	Points []Point
	Dense  float64 // seconds
}

var shares = []float64{0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1}

// Draw measures the curve of the first net and batch of the options, E at 128 without, over our
// own dense net.
func Draw(ctx context.Context, o Options) (*Curve, error) {
	s, err := newSuite(ctx, &o)
	if err != nil {
		return nil, err
	}
	defer s.pool.Close()
	o.Active = 0
	var c Curve
	for _, p := range shares {
		t := s.tasks(p, target{"E", 128, 0})[0]
		c.Net, c.Batch = t.net, t.batch
		m := s.gated(t)
		dense, err := s.fastest(s.forwardDense(t)...)
		if err != nil {
			return nil, err
		}
		s.Log("chart: %s, batch %d, %s open", t.net, t.batch, share(p))
		times, err := s.meter.Compare(ctx, timed("own gated", s.Now, m.forward), dense)
		if err != nil {
			return nil, err
		}
		c.Points = append(c.Points, Point{p, Ratio(times[0], times[1]), 1 / t.net.Ceiling(p)})
		c.Dense = Median(times[1].Reps)
	}
	return &c, nil
}
