package kern

// A Way is how a product with gated inputs is worked out. All give the same bits, as long as shut
// weights are finite.
type Way uint8

const (
	ByBlocks Way = iota // block by block, all rows that have it open at once
	ByRows              // row by row of the weights, for one example or few
	ByDense             // everything, with zeros where gates are shut
)

func (w Way) String() string { return [...]string{"blocks", "rows", "dense"}[w] }

// Costs is what a multiply-add takes by each way, in nanoseconds on one thread: what a machine is
// asked once (gater bench --calibrate).
type Costs struct {
	Block float64 `json:"block_ns"` // by blocks that many rows have open
	Lone  float64 `json:"lone_ns"`  // by blocks that one row has open
	Row   float64 `json:"row_ns"`   // by rows
	Dense float64 `json:"dense_ns"` // by one dense product
}

// typical is the costs of a machine that has not been asked; ratios are what counts.
var typical = Costs{Block: 0.0125, Lone: 0.05, Row: 0.03, Dense: 0.0085}

// SetCosts tells the pool what its machine was found to take. Costs that are not positive are not
// costs, and are left as they were.
func (p *Pool) SetCosts(c Costs) {
	if p != nil && c.Block > 0 && c.Lone > 0 && c.Row > 0 && c.Dense > 0 {
		p.costs = c
	}
}

// few and much bound the ways that pay: rows of a block that ByRows is for, columns it needs, and
// multiply-adds below which everything is by blocks.
const (
	fewRows  = 2
	someCols = 128
	much     = 1 << 22
)

// Way is how the pool multiplies the open pairs with weights of n columns: the way of the least cost,
//
//	pairs·Width·n·max(Block, Lone/m),  m being the rows of a block that is open,
//	pairs·Width·n·Row                  if m is at most two and one thread does it,
//	Rows·Blocks·Width·n·max(Dense, Lone/Rows)  if that is much: few rows wait for the weights.
func (p *Pool) Way(open *Pairs, n int) Way {
	c := typical
	if p != nil && p.costs.Block > 0 {
		c = p.costs
	}
	used := 0
	for g := range open.Blocks {
		if open.Off[g+1] > open.Off[g] {
			used++
		}
	}
	if used == 0 {
		return ByBlocks
	}
	live := float64(open.Len() * open.Width * n)
	m := float64(open.Len()) / float64(used)
	best, way := live*max(c.Block, c.Lone/m), ByBlocks
	alone := p.Threads() == 1 || live < minWork // threads would each read a part of every row
	if t := live * c.Row; alone && m <= fewRows && n >= someCols && t < best {
		best, way = t, ByRows
	}
	all := open.Rows * open.Cols() * n
	if t := float64(all) * max(c.Dense, c.Lone/float64(open.Rows)); all >= much && t < best {
		way = ByDense
	}
	return way
}
