//go:build !js

// Package sweep searches settings: it trains trials of a declared space, stops losers early, picks
// the best by validation error, and opens the test set once, for the one it picked.
//
// A sweep is a function of its specification and the data: which trials there are, how long each
// is trained, and which is chosen do not depend on how many run at once, nor on where the sweep
// was killed and started again. What happened is in an SQLite file (schema.sql), a transaction a
// trial event.
//
// A candidate is a point of the space; a trial is a candidate with a seed.
package sweep
