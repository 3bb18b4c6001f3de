// Package report turns the recorded events of training runs into one
// self-contained HTML page.
//
// A run appends events (Start, Epoch, Gates, End, Withheld, Stopped, Resumed) to a file,
// one JSON object a line, with Encode. Read and ReadDir read them back, and
// Write draws the page: no script, font or picture is fetched from elsewhere,
// and the same events give the same bytes. The page can be drawn at any time,
// also of a run that is still going.
package report
