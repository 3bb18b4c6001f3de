// Package bench measures what skipping is worth: own gated networks beside own dense ones, and
// beside other libraries that run as child processes, in one run that takes turns.
//
// Every figure is a ratio of times taken in turns, the median of the repetitions with the
// smallest and the largest beside it. The rate of multiply-adds that the processor reaches is
// measured in the same turns, and its best burst counts. Gates are forced to independent patterns of a given rate, fresh
// for every run, while the gater is computed as ever.
package bench
