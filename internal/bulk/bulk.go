// Package bulk puts the rows of a file through a function, in parallel, in order, and in bounded
// memory. Files of separated values are taken apart by many goroutines at once.
package bulk

import (
	"context"
	"io"
)

// A Block is some consecutive rows of a file, not yet taken apart.
type Block struct {
	text  []byte
	line  int // of the file, where text begins
	comma byte
	spare chan []byte // where text goes when it is done with; nil: nowhere

	rows  [][]string // taken apart already, if text is nil
	lines []int
}

// Source hands out a file block by block; io.EOF comes after the last.
type Source interface {
	Columns() []string
	Next() (*Block, error)
}

// Work turns rows into output, which it appends to out. It is called from one goroutine, and by
// then no more; the rows are valid until it returns.
type Work func(out []byte, rows []Row) ([]byte, error)

// Row is a row of a file, or what is wrong with it.
type Row struct {
	Line  int
	Cells []string
	Err   error
}

// flight is a block on its way.
type flight struct {
	block *Block
	out   []byte
	err   error
	done  chan struct{}
}

// Run puts all blocks of a source through works, each in a goroutine of its own, and writes what they
// make, in order. At most four blocks a work are in memory at once. It returns at the first error,
// or when the context ends; works may then still be busy with a block.
func Run(ctx context.Context, src Source, w io.Writer, works []Work) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	blocks := make(chan *flight, len(works))
	order := make(chan *flight, 2*len(works))
	free := make(chan []byte, 4*len(works))
	for _, work := range works {
		go func() {
			var p parser
			for f := range blocks {
				f.do(&p, work, len(src.Columns()), free)
			}
		}()
	}
	var readErr error
	go func() {
		defer close(order)
		defer close(blocks)
		for {
			b, err := src.Next()
			if err != nil {
				if err != io.EOF {
					readErr = err
				}
				return
			}
			f := &flight{block: b, done: make(chan struct{})}
			select {
			case order <- f:
				blocks <- f
			case <-ctx.Done():
				readErr = context.Cause(ctx) // else whoever finds the order closed takes it for the end
				return
			}
		}
	}()
	for {
		select {
		case f, ok := <-order:
			if !ok {
				return readErr
			}
			if err := f.write(ctx, w); err != nil {
				return err
			}
			select {
			case free <- f.out:
			default:
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// do is a goroutine's share: to take a block apart and work on it.
func (f *flight) do(p *parser, work Work, columns int, free chan []byte) {
	defer close(f.done)
	rows, err := p.rows(f.block, columns)
	if err != nil {
		f.err = err
		return
	}
	select {
	case f.out = <-free:
	default:
	}
	f.out, f.err = work(f.out[:0], rows)
	if b := f.block; b.spare != nil {
		select {
		case b.spare <- b.text:
		default:
		}
	}
	f.block = nil
}

// write waits for a block and writes it.
func (f *flight) write(ctx context.Context, w io.Writer) error {
	select {
	case <-f.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if f.err != nil {
		return f.err
	}
	_, err := w.Write(f.out)
	return err
}
