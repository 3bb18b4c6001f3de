package data

// Task is what is to be predicted.
type Task string

// The tasks. The zero Task is Classes.
const (
	Classes Task = "classes" // one of several classes: Labels
	Labels  Task = "labels"  // several questions of yes or no: Y is 1 or 0
	Number  Task = "number"  // a quantity: Y
)

// Or is t, or Classes if t is empty.
func (t Task) Or() Task {
	if t == "" {
		return Classes
	}
	return t
}
