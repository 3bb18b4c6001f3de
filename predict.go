package gater

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// Predict predicts rows. An error names the first row that cannot be read; a context that ends is
// noticed between batches.
func (m *Model) Predict(ctx context.Context, rows Rows, o Options) ([]Prediction, error) {
	n := rows.Len()
	dst := make([]Prediction, n)
	if k := len(m.m.Classes); k > 0 { // memory for all probabilities at once
		probs := make([]float32, n*k)
		for i := range dst {
			dst[i].Probs = probs[i*k : i*k : (i+1)*k]
		}
	}
	parts := (n + batch - 1) / batch
	threads := max(1, min(o.Threads, parts))
	if threads == 1 {
		if err := m.share(ctx, dst, rows, o, new(atomic.Int64)); err != nil {
			return nil, err
		}
		return dst, nil
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	errs := make([]error, threads)
	for t := range threads {
		wg.Go(func() { errs[t] = m.share(ctx, dst, rows, o, &next) })
	}
	wg.Wait()
	if err := first(errs); err != nil {
		return nil, err
	}
	return dst, nil
}

// first is the error about the earliest row, or any that is not about one. Parts are taken in
// order, so that whoever met a later one did so after the part of the earliest was taken.
func first(errs []error) (least error) {
	for _, err := range errs {
		var e, l *rowError
		if least == nil || errors.As(err, &e) && errors.As(least, &l) && e.row < l.row {
			least = err
		}
	}
	return least
}

// share predicts one part after another of those that nobody has taken.
func (m *Model) share(ctx context.Context, dst []Prediction, rows Rows, o Options, next *atomic.Int64) error {
	s, ok := m.sessions.Get().(*Session)
	if !ok {
		s = &Session{m: m}
		s.last = s.head
	}
	defer func() {
		s.o = Options{}
		m.sessions.Put(s)
	}()
	if err := s.set(o); err != nil {
		return err
	}
	for {
		lo := int(next.Add(1)-1) * batch
		if lo >= len(dst) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.part(dst, rows, lo, min(lo+batch, len(dst))); err != nil {
			return err
		}
	}
}
